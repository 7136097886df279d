package dev.slipway.platform.webhook;

import java.time.Instant;

/// A delivery and what became of it. number counts those of its webhook. delivery is the sender's own id, null
/// where it gave none. build is the number of what was queued, or null. replayOf is the number of the one that
/// somebody had decided again, by that user; both null for what the sender sent. facts are left out in lists.
public record Delivery(
        int number,
        Instant receivedAt,
        String delivery,
        String event,
        Reason.Decision decision,
        Reason reason,
        String message,
        String next,
        Integer build,
        Integer replayOf,
        String replayedBy,
        Facts facts) {

    Delivery brief() {
        return new Delivery(
                number,
                receivedAt,
                delivery,
                event,
                decision,
                reason,
                message,
                next,
                build,
                replayOf,
                replayedBy,
                null);
    }
}
