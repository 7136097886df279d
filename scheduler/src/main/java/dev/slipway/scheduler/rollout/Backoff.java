package dev.slipway.scheduler.rollout;

import dev.slipway.scheduler.snapshot.Failures;
import java.time.Duration;
import java.time.Instant;

/// How long a replacement waits after failures in a row: not at all after the first, then 1 s * 2^(n-1), at most
/// 5 min.
final class Backoff {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Backoff() {}

    static Duration delay(int inARow) {
        if (inARow <= 1) {
            return Duration.ZERO;
        }
        long seconds = 1L << Math.min(inARow - 1, 20);
        return seconds > LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
    }

    static boolean passed(Failures failures, Instant now) {
        return !now.isBefore(failures.lastAt().plus(delay(failures.inARow())));
    }
}
