package dev.slipway.build.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeFileTest {
    private static final String PERL = """
            # what it is
            VERSION=5.36
            DESCRIPTION="Runs PSGI applications, a=b."
            DETECTS=app.psgi, *.pl
            TAGS=builder,perl
            PACKAGES=
            """;

    @TempDir
    Path builders;

    @Test
    void assignmentsAreReadWithAndWithoutQuotes() {
        assertThat(RecipeFile.recipe("perl", PERL))
                .contains(new BuilderRecipe(
                        "perl",
                        "perl",
                        "5.36",
                        "Runs PSGI applications, a=b.",
                        List.of("builder", "perl"),
                        List.of("app.psgi", "*.pl")));
        assertThat(RecipeFile.recipe("base", "PACKAGES=x")).isEmpty();
    }

    @Test
    void severalVersionsOfOneBuilderHaveADirectoryEach() {
        assertThat(RecipeFile.recipe("perl-5", PERL + "NAME=perl\n")).hasValueSatisfying(recipe -> {
            assertThat(recipe.directory()).isEqualTo("perl-5");
            assertThat(recipe.reference()).isEqualTo("perl:5.36");
        });
    }

    @Test
    void onlyDirectoriesWithScriptsAreBuilders() throws IOException {
        describe("perl", true);
        describe("go", true);
        describe("base", false);
        Files.writeString(builders.resolve("make.sh"), "");

        assertThat(RecipeFile.all(builders)).extracting(BuilderRecipe::name).containsExactly("go", "perl");
    }

    private void describe(String name, boolean scripts) throws IOException {
        Path directory = Files.createDirectories(builders.resolve(name));
        Files.writeString(directory.resolve("builder"), PERL);
        if (scripts) {
            Files.createDirectories(directory.resolve("s2i"));
            Files.writeString(directory.resolve("s2i/assemble"), "");
        }
    }

    /// The recipes that come with the program.
    @Test
    void everyBuilderOfTheProgramIsRead() throws IOException {
        assertThat(RecipeFile.all(Path.of("../builders")))
                .extracting(BuilderRecipe::reference)
                .contains("nodejs:18", "nodejs:24");
        assertThat(RecipeFile.all(Path.of("../builders")))
                .extracting(BuilderRecipe::name)
                .containsOnly("go", "java", "nodejs", "perl", "php", "python", "ruby", "shell", "static");
        assertThat(RecipeFile.all(Path.of("../builders"))).allSatisfy(recipe -> {
            assertThat(recipe.description()).isNotEmpty();
            assertThat(recipe.detects()).isNotEmpty();
        });
    }
}
