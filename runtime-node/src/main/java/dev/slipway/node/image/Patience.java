package dev.slipway.node.image;

import java.time.Duration;
import java.time.Instant;

/// When work may begin that holds up builds and starts of instances: after the node has rested from both for so long,
/// or when the work has waited for the longest. Pure but for what it remembers.
final class Patience {
    private final Duration rest;
    private final Duration longest;
    private Instant restingSince = Instant.EPOCH;
    private Instant waitingSince;

    Patience(Duration rest, Duration longest) {
        this.rest = rest;
        this.longest = longest;
    }

    /// At every look, whether there is work or not.
    void saw(boolean busy, Instant now) {
        if (busy) {
            restingSince = null;
        } else if (restingSince == null) {
            restingSince = now;
        }
        if (passed(restingSince, rest, now)) {
            waitingSince = null;
        }
    }

    /// Asked where there is work.
    boolean mayBegin(Instant now) {
        if (passed(restingSince, rest, now)) {
            return true;
        }
        waitingSince = waitingSince == null ? now : waitingSince;
        return passed(waitingSince, longest, now);
    }

    /// All of the work is done: what comes next waits anew.
    void done() {
        waitingSince = null;
    }

    private static boolean passed(Instant since, Duration time, Instant now) {
        return since != null && Duration.between(since, now).compareTo(time) >= 0;
    }
}
