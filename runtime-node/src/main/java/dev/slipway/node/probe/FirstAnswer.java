package dev.slipway.node.probe;

import java.time.Duration;
import java.time.Instant;

/// Whether an instance that was told nothing better than to open its port answers at all when it does so first: some
/// servers open it before they have read the application (gunicorn). One that only closes connections for 5 s speaks
/// something else and is well.
final class FirstAnswer {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int port;
    private Instant closesSince;

    FirstAnswer(int port) {
        this.port = port;
    }

    ProbeResult of(Greeting greeting, Instant now) {
        return switch (greeting) {
            case ANSWERED, SILENT -> ProbeResult.WELL;
            case REFUSED -> refused();
            case CLOSED -> closed(now);
        };
    }

    private ProbeResult refused() {
        closesSince = null;
        return ProbeResult.unwell("port " + port + " accepts no connection");
    }

    private ProbeResult closed(Instant now) {
        closesSince = closesSince == null ? now : closesSince;
        return now.isBefore(closesSince.plus(PATIENCE))
                ? ProbeResult.unwell("port " + port + " closes connections without an answer")
                : ProbeResult.WELL;
    }
}
