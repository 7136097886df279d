package dev.slipway.platform.instance;

import dev.slipway.model.fault.PlatformException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Which part of a log is wanted. tail below 0 means all lines; since is epoch seconds, 0 for all; previous means
/// the last failed instance instead of the running one.
record LogQuery(boolean follow, int tail, long since, boolean previous) {
    private static final int LONGEST_TAIL = 100_000;

    /// Reads `?follow=true&tail=<lines>&since=<time>&previous=true`, null for what was not said. Throws
    /// FIELD_INVALID.
    static LogQuery of(boolean follow, String tail, String since, boolean previous) {
        return new LogQuery(
                follow && !previous, tail == null ? -1 : lines(tail), since == null ? 0 : seconds(since), previous);
    }

    private static int lines(String tail) {
        if (!tail.matches("\\d{1,6}") || Integer.parseInt(tail) > LONGEST_TAIL) {
            throw PlatformException.invalid("tail", "must be 0 to " + LONGEST_TAIL + " lines");
        }
        return Integer.parseInt(tail);
    }

    private static long seconds(String since) {
        try {
            return Math.max(0, Instant.parse(since).getEpochSecond());
        } catch (DateTimeParseException _) {
            throw PlatformException.invalid("since", "must be a time such as 2026-11-21T10:00:00Z");
        }
    }
}
