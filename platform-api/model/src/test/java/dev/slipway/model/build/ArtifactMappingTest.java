package dev.slipway.model.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.build.ArtifactMapping.Artifact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactMappingTest {

    @Test
    void sourcesAreAbsoluteAndDirectoriesRelativeToTheWorkingDirectory() {
        assertThat(ArtifactMapping.parse("/opt/app/target/app.jar:lib; /opt//app/./dist/ : a/b/ ;/opt/one;/opt/two:.;")
                        .artifacts())
                .containsExactly(
                        new Artifact("/opt/app/target/app.jar", "lib"),
                        new Artifact("/opt/app/dist", "a/b"),
                        new Artifact("/opt/one", "."),
                        new Artifact("/opt/two", "."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "/",
                "/.",
                "dist",
                "dist:.",
                ":.",
                "/a:/b",
                "/a:../b",
                "/a/../b",
                "/a:b/..",
                "/a/*.jar",
                "/a?",
                "/a:[b]",
                "/a:b:c",
                "/a\n:b"
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ArtifactMapping.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must ");
    }

    @Test
    void numberAndLengthAreBounded() {
        assertThat(ArtifactMapping.parse("/a;".repeat(32)).artifacts()).hasSize(32);
        assertThatThrownBy(() -> ArtifactMapping.parse("/a;".repeat(33))).hasMessageContaining("at most 32");
        assertThatThrownBy(() -> ArtifactMapping.parse("/" + "a".repeat(4096))).hasMessageContaining("4096");
    }
}
