package dev.slipway.node.agent;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.model.application.Probes;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.node.network.LoopbackForward;
import dev.slipway.node.probe.ListeningPorts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/// Where instances take traffic for which nobody chose a port or a probe and which nobody else reaches on $PORT: on the
/// one port on which they listen, also at the loopback address. Each leaves it when its own port opens after all.
final class FoundPorts {
    private final LongFunction<Optional<ListeningPorts>> listening;
    private final LoopbackForward loopback;
    private final InstantSource clock;
    private final Map<String, Integer> found = new ConcurrentHashMap<>();
    private final Set<String> looked = ConcurrentHashMap.newKeySet();
    private final Set<String> served = ConcurrentHashMap.newKeySet();

    /// listening tells the ports of a process, clock the time by which containers are dated.
    FoundPorts(LongFunction<Optional<ListeningPorts>> listening, LoopbackForward loopback, InstantSource clock) {
        this.listening = listening;
        this.loopback = loopback;
        this.clock = clock;
    }

    /// Whether such an instance may be reached elsewhere.
    static boolean open(InstanceAssignment assignment) {
        return Integer.valueOf(ProcessSpec.USUAL_PORT).equals(assignment.port())
                && (assignment.probes() == null || assignment.probes().equals(Probes.NONE));
    }

    /// False where it is not to be reached there, or cannot be.
    boolean found(ContainerStatus container, InstanceAssignment assignment, OtherPort other) {
        return open(assignment)
                && !served.contains(container.id())
                && reachable(container, assignment, other)
                && noted(container.id(), other.port());
    }

    private boolean reachable(ContainerStatus container, InstanceAssignment assignment, OtherPort other) {
        return other.open() || loopback.open(container.pid(), assignment.network(), other.port());
    }

    private boolean noted(String container, int port) {
        found.put(container, port);
        // It may have become ready at that moment.
        return !served.contains(container) || !found.remove(container, port);
    }

    /// It is ready. What has served on its own port is not looked for elsewhere: what is open there when it
    /// serves no more is not meant for visitors.
    void serves(String container) {
        if (!found.containsKey(container)) {
            served.add(container);
        }
    }

    /// The port on which the container is reached, asked where it is none that was found.
    Integer of(String container, Integer asked) {
        return found.getOrDefault(container, asked);
    }

    /// The port on which the container is reached now, after a look at what may have changed. An instance that an
    /// earlier process of this node watched is found at once: visitors would notice the time until it is found.
    Integer look(ContainerStatus container, InstanceAssignment assignment) {
        if (open(assignment) && container.pid() != null) {
            if (found.containsKey(container.id())) {
                leave(container, assignment);
            } else if (looked.add(container.id()) && settled(container) && !served.contains(container.id())) {
                elsewhere(container, assignment).ifPresent(other -> found(container, assignment, other));
            }
        }
        return of(container.id(), assignment.port());
    }

    private void leave(ContainerStatus container, InstanceAssignment assignment) {
        listening
                .apply(container.pid())
                .filter(ports -> ports.ports().getOrDefault(assignment.port(), false))
                .ifPresent(_ -> found.remove(container.id()));
    }

    private boolean settled(ContainerStatus container) {
        Instant started = container.startedAt();
        return started != null && !clock.instant().isBefore(started.plus(OtherPort.FOUND));
    }

    private Optional<OtherPort> elsewhere(ContainerStatus container, InstanceAssignment assignment) {
        return listening
                .apply(container.pid())
                .flatMap(ports -> OtherPort.seen(null, assignment.port(), ports, clock.instant()));
    }

    void keep(Set<String> containers) {
        found.keySet().retainAll(containers);
        looked.retainAll(containers);
        served.retainAll(containers);
    }
}
