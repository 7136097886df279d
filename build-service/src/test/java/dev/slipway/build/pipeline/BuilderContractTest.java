package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.build.FailedBuild;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderContractTest {
    private static final String URL = "io.openshift.s2i.scripts-url";

    private static ImageDescription image(Map<String, String> labels, Map<String, String> environment, String user) {
        return image(labels, environment, user, List.of());
    }

    private static ImageDescription image(
            Map<String, String> labels, Map<String, String> environment, String user, List<String> onBuild) {
        return new ImageDescription(
                "sha256:1", List.of(), labels, environment, user, "/", List.of(), List.of(), List.of(), onBuild, 1);
    }

    private static Builder read(ImageDescription image, List<String> scripts) {
        return BuilderContract.read(image, new ScriptSources(null, scripts, Map.of(), false));
    }

    @Test
    void labelWinsOverLegacyLabelAndVariable() {
        Map<String, String> variable = Map.of("STI_SCRIPTS_URL", "image:///c");

        assertThat(read(
                                image(Map.of(URL, "image:///a/", "io.s2i.scripts-url", "image:///b"), variable, "1001"),
                                List.of())
                        .assemble())
                .isEqualTo("/a/assemble");
        assertThat(read(image(Map.of("io.s2i.scripts-url", "image:///b"), variable, "1"), List.of())
                        .run())
                .isEqualTo("/b/run");
        assertThat(read(image(Map.of(), variable, "1001:0"), List.of()).run()).isEqualTo("/c/run");
    }

    @Test
    void eachScriptIsFoundOnItsOwnAndDestinationMovesThoseOfTheSource() {
        Map<String, String> labels = Map.of(URL, "image:///s2i", "io.openshift.s2i.destination", "/opt/x/");

        Builder builder = read(image(labels, Map.of(), "1001"), List.of("run"));

        assertThat(builder.destination()).isEqualTo("/opt/x");
        assertThat(builder.assemble()).isEqualTo("/s2i/assemble");
        assertThat(builder.run()).isEqualTo("/opt/x/scripts/run");
    }

    @Test
    void destinationIsTheLegacyLabelsElseTheVariablesElseTmp() {
        Map<String, String> variable = Map.of("STI_LOCATION", "/opt/variable");
        Map<String, String> labels = Map.of(URL, "image:///s2i", "io.s2i.destination", "/opt/legacy");

        assertThat(read(image(labels, variable, "1001"), List.of()).destination())
                .isEqualTo("/opt/legacy");
        assertThat(read(image(Map.of(URL, "image:///s2i"), variable, "1001"), List.of())
                        .destination())
                .isEqualTo("/opt/variable");
        assertThat(read(image(Map.of(URL, "image:///s2i"), Map.of(), "1001"), List.of())
                        .destination())
                .isEqualTo("/tmp");
    }

    @Test
    void refusalNamesTheImage() {
        assertThatThrownBy(() -> read(image(Map.of(URL, "image:///s2i"), Map.of(), "root"), List.of()))
                .hasMessageContaining("sha256:1")
                .hasMessageContaining("\"root\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/s2i", "image://usr", "image:///a b", "image:///$(id)", "image:///"})
    void unusableScriptPlacesAreRefused(String url) {
        assertThatThrownBy(() -> read(image(Map.of(URL, url), Map.of(), "1001"), List.of()))
                .isInstanceOf(FailedBuild.class);
    }

    @Test
    void assembleUserAndOnBuildUserAreJudgedToo() {
        Map<String, String> labels = Map.of(URL, "image:///s2i", "io.openshift.s2i.assemble-user", "root");
        assertThatThrownBy(() -> read(image(labels, Map.of(), "1001"), List.of()))
                .hasMessageContaining("\"root\"");
        ImageDescription onBuild = image(Map.of(URL, "image:///s2i"), Map.of(), "1001", List.of("USER 0"));
        assertThatThrownBy(() -> read(onBuild, List.of())).hasMessageContaining("\"0\"");
    }

    @Test
    void scriptsOfAUrlWinOverThoseOfTheSourceAndThoseOverTheImages() {
        ImageDescription image = image(Map.of(URL, "image:///s2i"), Map.of(), "1001");
        ScriptSources sources = new ScriptSources(
                "https://example.org/s2i", List.of("assemble", "run"), Map.of("assemble", new byte[1]), false);

        Builder builder = BuilderContract.read(image, sources);

        assertThat(builder.assemble()).isEqualTo("/tmp/scripts/assemble");
        assertThat(builder.run()).isEqualTo("/tmp/scripts/run");
        assertThat(builder.saveArtifacts()).contains("/s2i/save-artifacts");
        assertThat(builder.scripts().left()).containsExactly("assemble");
        assertThat(builder.downloads()).containsOnlyKeys("/tmp/scripts/assemble");
    }

    @Test
    void directoryInTheImageTakesThePlaceOfAllOthers() {
        ImageDescription image = image(Map.of(URL, "image:///s2i"), Map.of(), "1001");

        Builder builder =
                BuilderContract.read(image, new ScriptSources("image:///opt/mine/", List.of("run"), Map.of(), false));

        assertThat(builder.assemble()).isEqualTo("/opt/mine/assemble");
        assertThat(builder.run()).isEqualTo("/opt/mine/run");
        assertThat(builder.saveArtifacts()).contains("/opt/mine/save-artifacts");
        assertThat(builder.scripts().left()).containsExactly("run");
    }
}
