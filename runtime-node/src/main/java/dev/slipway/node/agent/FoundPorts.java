package dev.slipway.node.agent;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.model.application.Probes;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.node.network.TenantNetworks;
import dev.slipway.node.probe.ListeningPorts;
import java.time.Duration;
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
    private static final Duration LONG = Duration.ofMinutes(1);

    private final LongFunction<Optional<ListeningPorts>> listening;
    private final TenantNetworks networks;
    private final InstantSource clock;
    private final Map<String, Integer> found = new ConcurrentHashMap<>();
    private final Map<String, Integer> tried = new ConcurrentHashMap<>();
    private final Set<String> looked = ConcurrentHashMap.newKeySet();
    private final Set<String> served = ConcurrentHashMap.newKeySet();

    /// listening tells the ports of a process, clock the time by which containers are dated.
    FoundPorts(LongFunction<Optional<ListeningPorts>> listening, TenantNetworks networks, InstantSource clock) {
        this.listening = listening;
        this.networks = networks;
        this.clock = clock;
    }

    /// Whether nobody said where it is reached.
    static boolean undecided(InstanceAssignment assignment) {
        return Integer.valueOf(ProcessSpec.USUAL_PORT).equals(assignment.port())
                && (assignment.probes() == null || assignment.probes().equals(Probes.NONE));
    }

    /// Leads visitors there. False where they are not to be, or cannot be, or were before.
    boolean lead(ContainerStatus container, InstanceAssignment assignment, OtherPort place) {
        return allowed(assignment, place)
                && !served.contains(container.id())
                && reachable(container, assignment, place)
                && noted(container.id(), place.port());
    }

    /// Who set a port means it, also at the loopback address.
    private static boolean allowed(InstanceAssignment assignment, OtherPort place) {
        return undecided(assignment) || place.port() == assignment.port();
    }

    /// Tried once for each port: what cannot be done cannot be done a little later.
    private boolean reachable(ContainerStatus container, InstanceAssignment assignment, OtherPort place) {
        return place.open() || place.alone() && untried(container, place) && forwarded(container, assignment, place);
    }

    private boolean untried(ContainerStatus container, OtherPort place) {
        return !Integer.valueOf(place.port()).equals(tried.put(container.id(), place.port()));
    }

    private boolean forwarded(ContainerStatus container, InstanceAssignment assignment, OtherPort place) {
        return networks.forward(assignment.network(), container.address(), container.pid(), place.port());
    }

    private boolean noted(String container, int port) {
        found.put(container, port);
        if (served.contains(container)) {
            // It became ready at that moment.
            found.remove(container);
            return false;
        }
        return true;
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
        if (undecided(assignment) && container.pid() != null) {
            if (found.containsKey(container.id())) {
                leave(container, assignment);
            } else if (looked.add(container.id()) && !served.contains(container.id())) {
                elsewhere(container, assignment).ifPresent(place -> noted(container.id(), place.port()));
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

    /// The rules for the loopback address outlive the process that set them. What nobody else reaches must have run for
    /// a minute: it may be there for the start alone.
    private Optional<OtherPort> elsewhere(ContainerStatus container, InstanceAssignment assignment) {
        return listening
                .apply(container.pid())
                .flatMap(ports -> OtherPort.seen(null, assignment.port(), ports, clock.instant()))
                .filter(place -> place.open() || place.alone())
                .filter(place -> hasRun(container, place.open() ? OtherPort.FOUND : LONG));
    }

    private boolean hasRun(ContainerStatus container, Duration time) {
        Instant started = container.startedAt();
        return started != null && !clock.instant().isBefore(started.plus(time));
    }

    void keep(Set<String> containers) {
        found.keySet().retainAll(containers);
        tried.keySet().retainAll(containers);
        looked.retainAll(containers);
        served.retainAll(containers);
    }
}
