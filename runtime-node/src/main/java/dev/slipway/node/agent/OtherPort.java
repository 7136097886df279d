package dev.slipway.node.agent;

import dev.slipway.node.probe.ListeningPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;

/// Since when an instance that does not listen on its port has listened on one other port alone, where others reach
/// it.
record OtherPort(int port, Instant since) {
    /// An application may open a port of its own before the one that counts.
    static final Duration STEADY = Duration.ofSeconds(30);
    /// Such ports are opened by the runtime before the application has begun: debuggers of Java, Python, Node.js, Ruby
    /// and PHP, and what metrics are read from (JMX, OpenTelemetry).
    private static final Set<Integer> BEFORE_THE_APPLICATION =
            Set.of(1099, 1234, 5005, 5678, 8778, 9003, 9010, 9229, 9404, 9464);

    /// What is known after one more look; empty where it is not so. before is what was known, null for nothing.
    static Optional<OtherPort> seen(OtherPort before, int wanted, ListeningPorts listening, Instant now) {
        List<Integer> open = listening.ports().entrySet().stream()
                .filter(Entry::getValue)
                .map(Entry::getKey)
                .toList();
        boolean other = open.size() == 1
                && !listening.ports().containsKey(wanted)
                && !BEFORE_THE_APPLICATION.contains(open.getFirst());
        return other
                ? Optional.of(
                        before != null && before.port == open.getFirst() ? before : new OtherPort(open.getFirst(), now))
                : Optional.empty();
    }

    boolean settled(Instant now) {
        return !now.isBefore(since.plus(STEADY));
    }
}
