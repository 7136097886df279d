package dev.slipway.console.display;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// How long something took, with its unit.
public record Length(String text) {

    public static Length of(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1_000) {
            return new Length(millis + " ms");
        }
        if (millis < 60_000) {
            return new Length(String.format(Locale.ROOT, "%.1f s", millis / 1_000.0));
        }
        return duration.toHours() == 0
                ? new Length(duration.toMinutes() + " min " + duration.toSecondsPart() + " s")
                : new Length(duration.toHours() + " h " + duration.toMinutesPart() + " min");
    }

    /// Until now where it has not ended; "" where it has not begun.
    public static Length between(Instant start, Instant end, Instant now) {
        return start == null ? new Length("") : of(Duration.between(start, end == null ? now : end));
    }

    @Override
    public String toString() {
        return text;
    }
}
