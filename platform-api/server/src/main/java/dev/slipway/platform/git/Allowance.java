package dev.slipway.platform.git;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.resource.Bytes;
import dev.slipway.platform.source.SourceConfig;
import java.time.Duration;

/// What several fetches for one build may take together: the time and the bytes of one.
final class Allowance {
    private final Duration time;
    private final long until;
    private long bytes;

    Allowance(SourceConfig config) {
        this.time = config.timeout();
        this.until = System.nanoTime() + config.timeout().toNanos();
        this.bytes = config.maxPack().value();
    }

    /// Throws FailedBuild SourceTimeout where none is left.
    Duration time() {
        Duration left = Duration.ofNanos(until - System.nanoTime());
        if (!left.isPositive()) {
            throw new FailedBuild(
                    FailureReason.SourceTimeout, "The fetches took longer than " + time.toSeconds() + " s together.");
        }
        return left;
    }

    /// At least 1.
    Bytes bytes() {
        return new Bytes(Math.max(1, bytes));
    }

    void spent(long more) {
        bytes -= more;
    }
}
