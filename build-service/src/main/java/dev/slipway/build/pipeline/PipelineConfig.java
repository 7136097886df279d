package dev.slipway.build.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How a node builds. installation and node name what is made; slots is how many builds run at once (at least 1);
/// caBundle is a PEM file that builds shall trust, or null; dns names the builds' resolvers, empty for the
/// engine's. scratch is a directory of this node's for the time of a build; commit is the time that storing its image
/// has at least.
public record PipelineConfig(
        String installation,
        String node,
        int slots,
        Path caBundle,
        List<String> dns,
        Space space,
        Path scratch,
        Duration claimWait,
        Duration heartbeat,
        Duration commit) {

    /// Claims wait 20 s, heartbeats come every 3 s (a fifth of the lease), storing has 2 min at least.
    public static PipelineConfig of(
            String installation, String node, int slots, Path caBundle, Space space, Path scratch) {
        return new PipelineConfig(
                installation,
                node,
                slots,
                caBundle,
                List.of(),
                space,
                scratch,
                Duration.ofSeconds(20),
                Duration.ofSeconds(3),
                Duration.ofMinutes(2));
    }

    public PipelineConfig {
        if (slots < 1) {
            throw new IllegalArgumentException("a node that builds has at least one slot");
        }
        dns = List.copyOf(dns);
    }

    /// What of the disk may be taken, in bytes: by what one build writes, by all dependency layers, by all caches.
    public record Space(long build, long dependencies, long caches) {}
}
