package dev.slipway.node.agent;

import dev.slipway.node.probe.ListeningPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Since when an instance that is not reached on its port has listened in one other place alone. open says whether
/// others reach it there; where they do not, it is the loopback address, and the port may be its own. alone says
/// whether
/// they reach it nowhere else: what listens for everybody may be what lets them in.
record OtherPort(int port, boolean open, boolean alone, Instant since) {
    /// An application may open a port of its own before the one that counts.
    static final Duration STEADY = Duration.ofSeconds(30);
    /// Shorter, because what is found too soon is left again when its own port opens.
    static final Duration FOUND = Duration.ofSeconds(10);
    /// Such ports are opened by the runtime before the application has begun: debuggers of Java, Python, Node.js, Ruby
    /// and PHP, and what metrics are read from (JMX, OpenTelemetry).
    private static final Set<Integer> BEFORE_THE_APPLICATION =
            Set.of(1099, 1234, 5005, 5678, 8778, 9003, 9010, 9229, 9404, 9464);
    /// What else may listen at the loopback address alone: databases, queues, caches, mail and the registries of RMI.
    private static final Set<Integer> OF_DATA = Set.of(
            1433, 1521, 1883, 2181, 2379, 3306, 4369, 5432, 5672, 5984, 6379, 7687, 9042, 9092, 9200, 9300, 11211,
            15672, 25672, 27017);
    /// On which web applications listen on somebody's own machine; they count before others.
    private static final Set<Integer> OF_THE_WEB = Set.of(3000, 3001, 4000, 4200, 4321, 5000, 5173, 8000, 8081, 8888);
    /// The lowest that the kernel gives to programs that ask for any (net.ipv4.ip_local_port_range).
    private static final int ANY = 32768;
    /// Up to here ports belong to the system.
    private static final int SYSTEM = 1023;

    /// What is known after one more look; empty where it is not so. before is what was known, null for nothing.
    static Optional<OtherPort> seen(OtherPort before, int wanted, ListeningPorts listening, Instant now) {
        boolean alone = !listening.ports().containsValue(true);
        return place(wanted, listening.ports())
                .map(port -> new OtherPort(port, listening.ports().get(port), alone, now))
                .map(found -> found.samePlace(before) ? before : found);
    }

    /// Its own port on the loopback address; the one other that is open; where none is, the one at the loopback address
    /// that may be of the web.
    private static Optional<Integer> place(int wanted, Map<Integer, Boolean> ports) {
        if (ports.containsKey(wanted)) {
            return ports.get(wanted) ? Optional.empty() : Optional.of(wanted);
        }
        if (ports.containsValue(true)) {
            return only(ports, port -> ports.get(port) && !BEFORE_THE_APPLICATION.contains(port));
        }
        return only(ports, OF_THE_WEB::contains).or(() -> only(ports, OtherPort::maybeOfTheWeb));
    }

    private static boolean maybeOfTheWeb(int port) {
        return port > SYSTEM && port < ANY && !BEFORE_THE_APPLICATION.contains(port) && !OF_DATA.contains(port);
    }

    private static Optional<Integer> only(Map<Integer, Boolean> ports, Predicate<Integer> wanted) {
        List<Integer> places = ports.keySet().stream().filter(wanted).toList();
        return places.size() == 1 ? Optional.of(places.getFirst()) : Optional.empty();
    }

    private boolean samePlace(OtherPort other) {
        return other != null && other.port == port && other.open == open && other.alone == alone;
    }

    /// Whether visitors are led there by now. Who listens on the port that was wanted has read it: nothing else comes.
    boolean ripe(int wanted, Instant now) {
        return port == wanted || lasted(FOUND, now);
    }

    boolean lasted(Duration time, Instant now) {
        return !now.isBefore(since.plus(time));
    }
}
