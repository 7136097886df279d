package dev.slipway.platform.git;

import dev.slipway.model.resource.Bytes;
import dev.slipway.platform.source.AddressRange;
import dev.slipway.platform.source.SourceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a test may fetch.
public record FixedSourceConfig(
        Optional<List<AddressRange>> allow,
        Optional<Path> files,
        Optional<Path> caBundle,
        Bytes maxPack,
        Duration timeout,
        Duration checkTimeout,
        int checks)
        implements SourceConfig {

    /// From public addresses only.
    public static FixedSourceConfig closed() {
        return new FixedSourceConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Bytes.parse("256Mi"),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                2);
    }

    /// From this machine too.
    public static FixedSourceConfig loopback() {
        return closed().allowing("127.0.0.0/8");
    }

    public FixedSourceConfig allowing(String range) {
        return new FixedSourceConfig(
                Optional.of(List.of(AddressRange.parse(range))),
                files,
                caBundle,
                maxPack,
                timeout,
                checkTimeout,
                checks);
    }

    FixedSourceConfig withFiles(Path directory) {
        return new FixedSourceConfig(allow, Optional.of(directory), caBundle, maxPack, timeout, checkTimeout, checks);
    }

    FixedSourceConfig withPack(String most) {
        return new FixedSourceConfig(allow, files, caBundle, Bytes.parse(most), timeout, checkTimeout, checks);
    }

    FixedSourceConfig withTimeout(Duration longest) {
        return new FixedSourceConfig(allow, files, caBundle, maxPack, longest, longest, checks);
    }
}
