package dev.slipway.console.display;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// A time as people read it: how long ago, and exactly.
public record Moment(String relative, String exact, String iso) {
    public static final Moment NEVER = new Moment("never", "", "");

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final int DAYS_COUNTED = 30;

    /// NEVER for null.
    public static Moment of(Instant time, Instant now) {
        return time == null
                ? NEVER
                : new Moment(
                        relative(time, now),
                        EXACT.format(time),
                        time.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String relative(Instant time, Instant now) {
        Duration distance = Duration.between(time, now);
        if (distance.abs().toDays() > DAYS_COUNTED) {
            return "on " + DAY.format(time);
        }
        return distance.isNegative() ? "in " + rounded(distance.negated()) : ago(distance);
    }

    private static String ago(Duration distance) {
        return distance.toSeconds() < 5 ? "just now" : rounded(distance) + " ago";
    }

    private static String rounded(Duration distance) {
        if (distance.toDays() >= 2) {
            return distance.toDays() + " days";
        }
        if (distance.toHours() >= 2) {
            return distance.toHours() + " h";
        }
        return distance.toMinutes() >= 2 ? distance.toMinutes() + " min" : distance.toSeconds() + " s";
    }
}
