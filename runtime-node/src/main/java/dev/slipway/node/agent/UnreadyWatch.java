package dev.slipway.node.agent;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.node.probe.Health;
import dev.slipway.node.probe.ListeningPorts;
import dev.slipway.node.probe.SocketProber;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Finds out why instances that run take no traffic: first after 2 s, then every 5 s while that lasts. One that may be
/// reached on another port than its own is, once it has been found there.
final class UnreadyWatch {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final LastLines lines;
    private final FoundPorts ports;
    private final InstantSource clock;
    private final Runnable found;
    private final Map<String, Instant> due = new ConcurrentHashMap<>();
    private final Map<String, Unready> known = new ConcurrentHashMap<>();
    private final Map<String, OtherPort> others = new ConcurrentHashMap<>();

    /// found is run when there is something new to tell.
    UnreadyWatch(LastLines lines, FoundPorts ports, InstantSource clock, Runnable found) {
        this.lines = lines;
        this.ports = ports;
        this.clock = clock;
        this.found = found;
    }

    /// Null where there is nothing to tell.
    Unready of(String container) {
        return known.get(container);
    }

    void keep(Set<String> containers) {
        due.keySet().retainAll(containers);
        known.keySet().retainAll(containers);
        others.keySet().retainAll(containers);
    }

    /// To be called often. health is null where nobody asks yet.
    void look(ContainerStatus container, InstanceAssignment assignment, Health health) {
        if (health != null && health.ready()) {
            ports.serves(container.id());
        }
        if (health == null || health.ready()) {
            due.remove(container.id());
            known.remove(container.id());
            others.remove(container.id());
            return;
        }
        Instant now = clock.instant();
        Instant next = due.computeIfAbsent(container.id(), _ -> now.plus(PATIENCE));
        if (!now.isBefore(next)) {
            due.put(container.id(), now.plus(AGAIN));
            Thread.ofVirtual().name("unready-" + assignment.id()).start(() -> inquire(container, assignment, health));
        }
    }

    private void inquire(ContainerStatus container, InstanceAssignment assignment, Health health) {
        Integer port = assignment.port();
        Optional<ListeningPorts> listening =
                Optional.ofNullable(container.pid()).flatMap(ListeningPorts::of);
        Integer asked = SocketProber.port(health.awaited(), port);
        Optional<OtherPort> other = otherPort(container.id(), port, asked, health, listening);
        if (other.filter(seen -> seen.ripe(port, clock.instant())).isPresent()
                && ports.lead(container, assignment, other.get())) {
            found.run();
        }
        List<String> evidence = lines.of(container.id());
        Unready unready = other.filter(seen -> seen.lasted(OtherPort.STEADY, clock.instant()))
                .map(seen -> Unready.elsewhere(port, seen, evidence))
                .orElseGet(() -> Unready.of(health.complaint(), ports.of(container.id(), asked), listening, evidence));
        if (due.containsKey(container.id())) {
            known.put(container.id(), unready);
            found.run();
        }
    }

    /// The one other place where it listens, since when; empty while something else may come. Whoever set a startup
    /// probe has said how long a start takes.
    private Optional<OtherPort> otherPort(
            String container, Integer port, Integer asked, Health health, Optional<ListeningPorts> listening) {
        if (port == null || !port.equals(asked) || health.startup() != null || listening.isEmpty()) {
            others.remove(container);
            return Optional.empty();
        }
        return Optional.ofNullable(others.compute(
                container,
                (_, before) -> OtherPort.seen(before, port, listening.get(), clock.instant())
                        .orElse(null)));
    }
}
