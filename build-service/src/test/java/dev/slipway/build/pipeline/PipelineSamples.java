package dev.slipway.build.pipeline;

import dev.slipway.build.pipeline.PipelineConfig.Space;
import dev.slipway.engine.Images.ImageDescription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How a node of tests builds: one slot, 1 MiB of disk for a build, short waits.
final class PipelineSamples {
    private static final Path NOWHERE = Path.of("/nowhere");
    private static final Duration HEARTBEAT = Duration.ofMillis(20);

    private PipelineSamples() {}

    /// An image that has its scripts there and says nothing else.
    static ImageDescription builder(String scriptsUrl) {
        return new ImageDescription(
                "",
                List.of(),
                Map.of("io.openshift.s2i.scripts-url", scriptsUrl),
                Map.of(),
                "1001",
                "/work",
                List.of(),
                List.of("usage"),
                List.of(),
                List.of(),
                1);
    }

    static PipelineConfig config(Path scratch) {
        return config(scratch, HEARTBEAT, Duration.ofSeconds(5));
    }

    /// commit is the time that storing the image has at least.
    static PipelineConfig config(Duration commit) {
        return config(HEARTBEAT, commit);
    }

    static PipelineConfig config(Duration heartbeat, Duration commit) {
        return config(NOWHERE, heartbeat, commit);
    }

    /// With room for what is kept between builds.
    static Space space(long build) {
        return new Space(build, 1L << 30, 1L << 30);
    }

    /// With so many bytes for all caches.
    static PipelineConfig caches(long bytes) {
        return config(NOWHERE, HEARTBEAT, Duration.ofSeconds(5), new Space(1 << 20, 1L << 30, bytes));
    }

    private static PipelineConfig config(Path scratch, Duration heartbeat, Duration commit) {
        return config(scratch, heartbeat, commit, space(1 << 20));
    }

    private static PipelineConfig config(Path scratch, Duration heartbeat, Duration commit, Space space) {
        return new PipelineConfig(
                "abcdef", "n1", 1, null, List.of(), space, scratch, Duration.ofMillis(50), heartbeat, commit);
    }
}
