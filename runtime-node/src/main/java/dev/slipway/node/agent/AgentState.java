package dev.slipway.node.agent;

import static dev.slipway.model.assignment.InstanceAssignment.Desired.RUN;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.Condition;
import dev.slipway.model.assignment.Upkeep;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the agent's threads share. Every method is one short step under one lock.
final class AgentState {
    private DesiredState desired;
    private List<ContainerStatus> containers = List.of();
    private Brake brake = Brake.OPEN;
    private final Map<String, Ending> endings = new HashMap<>();
    private final Set<String> busy = new HashSet<>();
    private final Set<String> removals = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private Condition condition = new Condition(null, 0);

    /// Takes the offered state over unless a guard forbids it.
    synchronized boolean accept(DesiredState offered) {
        if (!NodeReconciler.accepts(desired, offered)) {
            return false;
        }
        desired = offered;
        return true;
    }

    synchronized Optional<DesiredState> desired() {
        return Optional.ofNullable(desired);
    }

    /// What was ordered about images and networks.
    synchronized Upkeep upkeep() {
        return desired == null ? Upkeep.NONE : desired.upkeep();
    }

    synchronized void condition(Condition now) {
        condition = now;
    }

    /// The engine does not answer: what is known of the containers is what was seen last.
    synchronized void trouble(String sentence) {
        condition = new Condition(sentence, condition.diskPercent());
    }

    synchronized Optional<InstanceAssignment> assignment(String instance) {
        return desired().stream()
                .flatMap(state -> state.instances().stream())
                .filter(assignment -> assignment.id().equals(instance))
                .findFirst();
    }

    synchronized Set<String> busy() {
        return Set.copyOf(busy);
    }

    synchronized List<ContainerStatus> containers() {
        return containers;
    }

    /// What the engine lists now. busyBefore was taken before listing: what began or ended meanwhile is not
    /// judged.
    synchronized void observed(List<ContainerStatus> listed, Set<String> busyBefore) {
        containers = List.copyOf(listed);
        Set<String> present = new HashSet<>();
        listed.forEach(container -> present.add(container.labels().get(Labels.INSTANCE)));
        for (String instance : seen) {
            boolean untouched = !busyBefore.contains(instance) && !busy.contains(instance);
            if (untouched && !present.contains(instance) && wantedToRun(instance)) {
                endings.putIfAbsent(instance, Ending.notStarted("ContainerGone", "Its container was removed."));
            }
        }
        seen.retainAll(busy);
        seen.addAll(present);
    }

    private boolean wantedToRun(String instance) {
        return assignment(instance)
                .filter(assignment -> assignment.desired() == RUN)
                .isPresent();
    }

    /// Decides and marks what is begun, in one step.
    synchronized NodePlan plan(Instant now, Set<String> busyBefore) {
        Set<String> untouchable = new HashSet<>(busy);
        untouchable.addAll(busyBefore);
        NodeMemory memory = new NodeMemory(untouchable, endings.keySet(), removals, brake);
        NodePlan plan = NodeReconciler.plan(desired, containers, memory, now);
        brake = plan.brake();
        plan.actions().forEach(action -> busy.add(action.instance()));
        return plan;
    }

    synchronized void done(String instance) {
        busy.remove(instance);
    }

    synchronized boolean hasEnded(String instance) {
        return endings.containsKey(instance);
    }

    synchronized void ended(String instance, Ending ending) {
        endings.putIfAbsent(instance, ending);
    }

    synchronized void forget(String instance) {
        endings.remove(instance);
        removals.remove(instance);
        seen.remove(instance);
    }

    synchronized boolean order(Collection<String> instances) {
        return removals.addAll(instances);
    }

    /// The desired state without what was ordered away: what may be kept over a restart.
    synchronized Optional<DesiredState> lasting() {
        return desired()
                .map(state -> new DesiredState(
                        state.incarnation(),
                        state.version(),
                        state.hash(),
                        state.instances().stream()
                                .filter(assignment -> !removals.contains(assignment.id()))
                                .toList(),
                        state.routes(),
                        state.upkeep()));
    }

    synchronized Observation observation(Findings findings) {
        return Observations.of(desired, containers, Map.copyOf(endings), findings)
                .of(condition);
    }
}
