package dev.slipway.model.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BuildSettingsTest {
    private final BuildSettings settings = settings(false, "https://example.org/s2i", "static", "/opt/app/dist");

    @Test
    void scriptsRuntimeImageAndArtifactsDecideWhatTheImageIs() {
        assertThat(settings(true, "https://example.org/s2i", "static", "/opt/app/dist")
                        .makesSameImage(settings))
                .isTrue();
        assertThat(settings(false, null, "static", "/opt/app/dist").makesSameImage(settings))
                .isFalse();
        assertThat(settings(false, "https://example.org/s2i", null, "/opt/app/dist")
                        .makesSameImage(settings))
                .isFalse();
        assertThat(settings(false, "https://example.org/s2i", "static", null).makesSameImage(settings))
                .isFalse();
        assertThat(settings.by(BuildStrategy.DOCKERFILE).makesSameImage(settings))
                .isFalse();
    }

    private static BuildSettings settings(boolean incremental, String scripts, String runtimeImage, String artifacts) {
        return new BuildSettings(
                incremental,
                Duration.ofMinutes(1),
                null,
                "project",
                scripts,
                null,
                runtimeImage,
                artifacts,
                null,
                null,
                null,
                null,
                null);
    }
}
