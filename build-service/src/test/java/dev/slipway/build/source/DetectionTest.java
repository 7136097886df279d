package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.source.Detection.Candidate;
import dev.slipway.build.source.Detection.Detected;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionTest {
    private static final List<Candidate> CATALOGUE = List.of(
            new Candidate("shell", List.of("app.sh")),
            new Candidate("static", List.of("index.html")),
            new Candidate("nodejs", List.of("package.json")),
            new Candidate("python", List.of("requirements.txt", "setup.py")),
            new Candidate("dotnet", List.of("*.csproj")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    package.json,index.html,app.sh | nodejs | package.json
                    index.html,app.sh              | static | index.html
                    app.sh,README.md               | shell  | app.sh
                    requirements.txt,index.html    | python | requirements.txt
                    Shop.csproj,app.sh             | dotnet | Shop.csproj
                    """)
    void firstFileInTheOrderDecides(String files, String builder, String file) {
        assertThat(Detection.detect(Set.of(files.split(",")), CATALOGUE)).contains(new Detected(builder, file));
    }

    @org.junit.jupiter.api.Test
    void onlyWhatTheCatalogueHasIsDetected() {
        assertThat(Detection.detect(Set.of("package.json"), List.of())).isEmpty();
        assertThat(Detection.detect(Set.of("README.md"), CATALOGUE)).isEmpty();
    }
}
