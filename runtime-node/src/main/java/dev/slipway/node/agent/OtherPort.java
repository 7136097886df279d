package dev.slipway.node.agent;

import dev.slipway.node.probe.ListeningPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Since when an instance that is not reached on its port has listened in one other place alone. open says whether
/// others reach it there; where they do not, it is the loopback address, and the port may be its own.
record OtherPort(int port, boolean open, Instant since) {
    /// An application may open a port of its own before the one that counts.
    static final Duration STEADY = Duration.ofSeconds(30);
    /// Shorter, because what is found too soon is left again when its own port opens.
    static final Duration FOUND = Duration.ofSeconds(10);
    /// Such ports are opened by the runtime before the application has begun: debuggers of Java, Python, Node.js, Ruby
    /// and PHP, and what metrics are read from (JMX, OpenTelemetry).
    private static final Set<Integer> BEFORE_THE_APPLICATION =
            Set.of(1099, 1234, 5005, 5678, 8778, 9003, 9010, 9229, 9404, 9464);
    /// On which web applications listen on somebody's own machine; on the loopback address there may be anything beside
    /// them.
    private static final Set<Integer> OF_THE_WEB = Set.of(
            1313, 3000, 3001, 3333, 4000, 4200, 4321, 4567, 5000, 5001, 5173, 7860, 8000, 8001, 8081, 8501, 8888, 9292);

    /// What is known after one more look; empty where it is not so. before is what was known, null for nothing.
    static Optional<OtherPort> seen(OtherPort before, int wanted, ListeningPorts listening, Instant now) {
        return place(wanted, listening.ports())
                .map(port -> new OtherPort(port, listening.ports().get(port), now))
                .map(found -> found.samePlace(before) ? before : found);
    }

    /// Its own port on the loopback address; the one other that is open; where none is, the one of the web on the
    /// loopback address.
    private static Optional<Integer> place(int wanted, Map<Integer, Boolean> ports) {
        if (ports.containsKey(wanted)) {
            return ports.get(wanted) ? Optional.empty() : Optional.of(wanted);
        }
        boolean open = ports.containsValue(true);
        List<Integer> places = ports.keySet().stream()
                .filter(port -> ports.get(port) == open)
                .filter(port -> open ? !BEFORE_THE_APPLICATION.contains(port) : OF_THE_WEB.contains(port))
                .toList();
        return places.size() == 1 ? Optional.of(places.getFirst()) : Optional.empty();
    }

    private boolean samePlace(OtherPort other) {
        return other != null && other.port == port && other.open == open;
    }

    /// Whether it is where visitors are led. Who listens on the port that was wanted has read it: nothing else will
    /// come.
    boolean found(int wanted, Instant now) {
        return port == wanted || lasted(FOUND, now);
    }

    boolean lasted(Duration time, Instant now) {
        return !now.isBefore(since.plus(time));
    }
}
