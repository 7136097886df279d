package dev.slipway.platform.instance;

import java.time.Instant;

/// Says which lines of a log that is read again from a place's anchor were told before. Where the engine has dropped
/// the anchor meanwhile (logs are bounded), those that are not later than the newest one told.
final class LogResumption {
    private final LogPlace from;
    private long seen;
    private boolean anchored;

    /// from is null for a log that is read for the first time.
    LogResumption(LogPlace from) {
        this.from = from;
    }

    boolean told(Instant time) {
        if (from == null) {
            return false;
        }
        if (seen++ == 0) {
            anchored = time.equals(from.anchor());
        }
        return anchored ? seen <= from.told() : !time.isAfter(from.newest());
    }
}
