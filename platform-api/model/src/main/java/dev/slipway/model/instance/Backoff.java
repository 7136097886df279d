package dev.slipway.model.instance;

import java.time.Duration;

/// How long the replacement of a failed instance waits: not at all after the first failure in a row, then 1 s, 2 s, 4 s
/// and so on up to 5 min. An instance that was well for {@link #RESET} begins a new row.
public final class Backoff {
    public static final Duration RESET = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private Backoff() {}

    /// After so many failures in a row; 0 counts as 1.
    public static Duration delay(int inARow) {
        if (inARow <= 1) {
            return Duration.ZERO;
        }
        long seconds = 1L << Math.min(inARow - 2, 20);
        return seconds > LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
    }
}
