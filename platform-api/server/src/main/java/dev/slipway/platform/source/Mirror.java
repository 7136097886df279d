package dev.slipway.platform.source;

import java.time.Duration;
import java.time.Instant;

/// What the refreshes of an application's Git URL have found. tip is the commit of the source's ref, tipBefore that of
/// the time before; build is the number of the one that the last refresh queued. reason, message and next tell why the
/// last one failed, failures how many did in a row. Fields that do not apply yet are null; askedAt is set while
/// somebody
/// waits for a refresh.
public record Mirror(
        String url,
        String defaultBranch,
        String tip,
        String tipBefore,
        Integer build,
        Instant askedAt,
        Instant triedAt,
        Instant fetchedAt,
        int failures,
        String reason,
        String message,
        String next) {
    private static final int MOST_DOUBLINGS = 6;

    /// Of an application that was never refreshed.
    static final Mirror NONE = new Mirror(null, null, null, null, null, null, null, null, 0, null, null, null);

    /// Whether the last refresh found another commit than there was.
    boolean moved() {
        return reason == null && tip != null && !tip.equals(tipBefore);
    }

    /// How long after a refresh the next may come by itself, with so many failures in a row.
    static Duration pause(Duration every, int failures) {
        return every.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    }
}
