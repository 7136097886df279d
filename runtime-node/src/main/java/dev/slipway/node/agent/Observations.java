package dev.slipway.node.agent;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.ObservedInstance;
import dev.slipway.model.assignment.Observation.Phase;
import dev.slipway.node.probe.Health;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns what the agent sees into what it reports. Pure.
final class Observations {
    private Observations() {}

    /// An end is reported only with its ending: the platform keeps the first reason it hears.
    static Observation of(
            DesiredState desired, List<ContainerStatus> containers, Map<String, Ending> endings, Findings findings) {
        Map<String, InstanceAssignment> assigned = assigned(desired);
        Map<String, ObservedInstance> observed = new TreeMap<>();
        for (ContainerStatus container : containers) {
            String instance = container.labels().get(Labels.INSTANCE);
            if (instance != null && container.startedAt() != null && !endings.containsKey(instance)) {
                Health found = findings.health(container.id());
                Unready why = found == null || found.ready() ? null : findings.unready(container.id());
                observed.put(
                        instance,
                        alive(instance, container, port(container, assigned.get(instance), findings), found, why));
            }
        }
        endings.forEach((instance, ending) -> observed.put(instance, ended(instance, ending)));
        List<ObservedInstance> sorted = new ArrayList<>(observed.values());
        sorted.sort(Comparator.comparing(ObservedInstance::id));
        long incarnation = desired == null ? 0 : desired.incarnation();
        return new Observation(incarnation, desired == null ? 0 : desired.version(), sorted);
    }

    private static Map<String, InstanceAssignment> assigned(DesiredState desired) {
        Map<String, InstanceAssignment> assigned = new HashMap<>();
        if (desired != null) {
            desired.instances().forEach(assignment -> assigned.put(assignment.id(), assignment));
        }
        return assigned;
    }

    private static Integer port(ContainerStatus container, InstanceAssignment assignment, Findings findings) {
        return assignment == null ? null : findings.port(container.id(), assignment.port());
    }

    private static ObservedInstance alive(
            String instance, ContainerStatus container, Integer port, Health health, Unready why) {
        boolean ready = container.running() && health != null && health.ready();
        Phase phase = health != null && health.everReady() ? Phase.RUNNING : Phase.STARTING;
        return new ObservedInstance(
                instance,
                phase,
                ready,
                container.id(),
                container.address(),
                port,
                container.startedAt(),
                null,
                why == null ? null : why.reason().name(),
                why == null ? null : why.message(),
                why == null ? List.of() : why.evidence());
    }

    private static ObservedInstance ended(String instance, Ending ending) {
        return new ObservedInstance(
                instance,
                Phase.ENDED,
                false,
                ending.container(),
                null,
                null,
                ending.startedAt(),
                ending.exitCode(),
                ending.reason(),
                ending.message(),
                ending.evidence());
    }
}
