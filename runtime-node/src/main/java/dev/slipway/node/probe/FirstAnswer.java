package dev.slipway.node.probe;

import java.time.Duration;
import java.time.Instant;

/// Whether an instance for which nobody set a readiness probe answers at all when its port opens first: some servers
/// open it before they have read the application (gunicorn). One that only closes connections for 5 s speaks something
/// else and is well. Instances that have run for a minute were asked before, by whoever watched them then.
final class FirstAnswer {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int port;
    private final boolean wanted;
    private Instant closesSince;

    private FirstAnswer(int port, boolean wanted) {
        this.port = port;
        this.wanted = wanted;
    }

    static FirstAnswer of(Subject subject, Instant now) {
        boolean fresh =
                subject.startedAt() != null && now.isBefore(subject.startedAt().plus(FRESH));
        return subject.plain() && fresh ? new FirstAnswer(subject.port(), true) : new FirstAnswer(0, false);
    }

    boolean awaited(Health health) {
        return wanted && !health.everReady();
    }

    ProbeResult of(boolean answered, Instant now) {
        if (answered) {
            return ProbeResult.WELL;
        }
        closesSince = closesSince == null ? now : closesSince;
        return now.isBefore(closesSince.plus(PATIENCE))
                ? ProbeResult.unwell("port " + port + " closes connections without an answer")
                : ProbeResult.WELL;
    }
}
