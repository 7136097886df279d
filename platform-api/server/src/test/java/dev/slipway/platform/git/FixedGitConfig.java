package dev.slipway.platform.git;

import dev.slipway.model.resource.Bytes;
import java.time.Duration;

/// The limits of a test.
record FixedGitConfig(
        Bytes maxPack,
        Bytes maxObject,
        Bytes maxTree,
        int maxFiles,
        int maxPath,
        int maxRefs,
        int operations,
        Duration patience,
        Duration deadline,
        Duration keepAlive)
        implements GitConfig {

    /// The defaults, with little patience.
    static FixedGitConfig defaults() {
        return new FixedGitConfig(
                Bytes.parse("256Mi"),
                Bytes.parse("100Mi"),
                Bytes.parse("2Gi"),
                100_000,
                1024,
                10_000,
                16,
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                Duration.ofMillis(100));
    }

    FixedGitConfig withOperations(int number, Duration patience) {
        return new FixedGitConfig(
                maxPack, maxObject, maxTree, maxFiles, maxPath, maxRefs, number, patience, deadline, keepAlive);
    }

    FixedGitConfig withPack(String most) {
        return new FixedGitConfig(
                Bytes.parse(most),
                maxObject,
                maxTree,
                maxFiles,
                maxPath,
                maxRefs,
                operations,
                patience,
                deadline,
                keepAlive);
    }

    FixedGitConfig withRefs(int most) {
        return new FixedGitConfig(
                maxPack, maxObject, maxTree, maxFiles, maxPath, most, operations, patience, deadline, keepAlive);
    }
}
