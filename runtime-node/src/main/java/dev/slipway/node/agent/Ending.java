package dev.slipway.node.agent;

import java.time.Instant;
import java.util.List;

/// How an instance ended without being asked, or why it could not be made. container and exitCode may be null.
record Ending(
        String container, Instant startedAt, Integer exitCode, String reason, String message, List<String> evidence) {

    Ending {
        evidence = List.copyOf(evidence);
    }

    /// It has no container, or one that never ran.
    static Ending notStarted(String reason, String message) {
        return new Ending(null, null, null, reason, message, List.of());
    }
}
