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

    @Test
    void labelWinsOverLegacyLabelAndVariable() {
        Map<String, String> variable = Map.of("STI_SCRIPTS_URL", "image:///c");

        assertThat(BuilderContract.read(
                                image(Map.of(URL, "image:///a/", "io.s2i.scripts-url", "image:///b"), variable, "1001"),
                                List.of())
                        .assemble())
                .isEqualTo("/a/assemble");
        assertThat(BuilderContract.read(image(Map.of("io.s2i.scripts-url", "image:///b"), variable, "1"), List.of())
                        .run())
                .isEqualTo("/b/run");
        assertThat(BuilderContract.read(image(Map.of(), variable, "1001:0"), List.of())
                        .run())
                .isEqualTo("/c/run");
    }

    @Test
    void eachScriptIsFoundOnItsOwnAndDestinationMovesThoseOfTheSource() {
        Map<String, String> labels = Map.of(URL, "image:///s2i", "io.openshift.s2i.destination", "/opt/x/");

        Builder builder = BuilderContract.read(image(labels, Map.of(), "1001"), List.of("run"));

        assertThat(builder.destination()).isEqualTo("/opt/x");
        assertThat(builder.assemble()).isEqualTo("/s2i/assemble");
        assertThat(builder.run()).isEqualTo("/opt/x/scripts/run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/s2i", "image://usr", "image:///a b", "image:///$(id)", "image:///"})
    void unusableScriptPlacesAreRefused(String url) {
        assertThatThrownBy(() -> BuilderContract.read(image(Map.of(URL, url), Map.of(), "1001"), List.of()))
                .isInstanceOf(FailedBuild.class);
    }

    @Test
    void assembleUserAndOnBuildUserAreJudgedToo() {
        Map<String, String> labels = Map.of(URL, "image:///s2i", "io.openshift.s2i.assemble-user", "root");
        assertThatThrownBy(() -> BuilderContract.read(image(labels, Map.of(), "1001"), List.of()))
                .hasMessageContaining("\"root\"");
        ImageDescription onBuild = image(Map.of(URL, "image:///s2i"), Map.of(), "1001", List.of("USER 0"));
        assertThatThrownBy(() -> BuilderContract.read(onBuild, List.of())).hasMessageContaining("\"0\"");
    }
}
