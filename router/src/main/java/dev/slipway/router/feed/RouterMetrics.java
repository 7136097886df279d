package dev.slipway.router.feed;

import java.util.Map;

/// Counted since the router started. requests are those accepted for forwarding or answered by the router itself;
/// inFlight and tunnels (WebSocket) are what is open now; ownAnswers counts the router's own answers by their
/// `Slipway-Reason`.
public record RouterMetrics(long requests, long inFlight, long tunnels, Map<String, Long> ownAnswers) {

    public RouterMetrics {
        ownAnswers = ownAnswers == null ? Map.of() : Map.copyOf(ownAnswers);
    }
}
