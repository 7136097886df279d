package dev.slipway.platform.instance;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far one instance's log has been told: to be read again from what was written at anchor, without the first told
/// lines. newest is the latest time a line told so far has.
///
/// A line's time alone is no place. Times may repeat, and output and error output are stamped apart, so that two lines
/// can stand in the log in another order than their times. Therefore the anchor is a line that was later than all
/// lines before it, and one that lies a while back: what stands behind it and has an earlier time was told already.
/// {@link Next} is the line that becomes the anchor then.
record LogPlace(Instant anchor, long told, Instant newest, Next next) {
    private static final long WHILE_SECONDS = 2;
    private static final Pattern FORM = Pattern.compile("([0-9a-z]{1,13})\\.([0-9a-z]{1,12})\\.([0-9a-z]{1,13})");
    private static final int RADIX = 36;
    private static final long NANOS = 1_000_000_000;

    record Next(Instant time, long told) {}

    static LogPlace first(Instant time) {
        return new LogPlace(time, 1, time, null);
    }

    /// After one more line.
    LogPlace after(Instant time) {
        boolean latest = time.isAfter(newest);
        Next counted = next == null
                ? (latest ? new Next(time, 1) : null)
                : (time.isBefore(next.time()) ? next : new Next(next.time(), next.told() + 1));
        long more = time.isBefore(anchor) ? told : told + 1;
        Instant now = latest ? time : newest;
        return counted != null && now.isAfter(counted.time().plusSeconds(WHILE_SECONDS))
                ? new LogPlace(counted.time(), counted.told(), now, null)
                : new LogPlace(anchor, more, now, counted);
    }

    /// As part of an event's id.
    @Override
    public String toString() {
        return text(nanos(anchor)) + "." + text(told) + "." + text(nanos(newest));
    }

    /// Empty for what was not made here.
    static Optional<LogPlace> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LogPlace(
                    time(number(form.group(1))), number(form.group(2)), time(number(form.group(3))), null));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * NANOS + time.getNano();
    }

    private static Instant time(long nanos) {
        return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
    }

    private static String text(long number) {
        return Long.toString(number, RADIX);
    }

    private static long number(String text) {
        return Long.parseLong(text, RADIX);
    }
}
