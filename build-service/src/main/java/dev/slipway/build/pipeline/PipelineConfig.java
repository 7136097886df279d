package dev.slipway.build.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How a node builds. installation and node name what is made; slots is how many builds run at once (at least 1);
/// caBundle is a PEM file that builds shall trust, or null; dns names the builds' resolvers, empty for the
/// engine's.
public record PipelineConfig(
        String installation,
        String node,
        int slots,
        Path caBundle,
        List<String> dns,
        Duration claimWait,
        Duration heartbeat) {

    /// Claims wait 20 s, heartbeats come every 3 s (a fifth of the lease).
    public static PipelineConfig of(String installation, String node, int slots, Path caBundle) {
        return new PipelineConfig(
                installation, node, slots, caBundle, List.of(), Duration.ofSeconds(20), Duration.ofSeconds(3));
    }

    public PipelineConfig {
        if (slots < 1) {
            throw new IllegalArgumentException("a node that builds has at least one slot");
        }
        dns = List.copyOf(dns);
    }
}
