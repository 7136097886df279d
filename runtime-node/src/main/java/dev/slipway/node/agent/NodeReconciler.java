package dev.slipway.node.agent;

import static dev.slipway.model.assignment.InstanceAssignment.Desired.RUN;
import static dev.slipway.model.assignment.InstanceAssignment.Desired.STOP;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Decides what a node does next. Pure: equal inputs give equal plans. What is absent from the desired state is
/// left alone; only STOP of that instance or an order to remove it ends a container.
public final class NodeReconciler {
    private NodeReconciler() {}

    /// Whether a state may replace the one held (null: none yet): never one of an older incarnation, never a lower
    /// version of the same.
    public static boolean accepts(DesiredState held, DesiredState offered) {
        return held == null
                || offered.incarnation() > held.incarnation()
                || offered.incarnation() == held.incarnation() && offered.version() >= held.version();
    }

    /// desired null means that nothing was ever heard. observed lists every instance container of the node.
    public static NodePlan plan(DesiredState desired, List<ContainerStatus> observed, NodeMemory memory, Instant now) {
        List<InstanceAssignment> assigned = desired == null ? List.of() : desired.instances();
        Map<String, ContainerStatus> containers = byInstance(observed);
        List<NodeAction> starts = starts(assigned, containers, memory);
        List<NodeAction> ends = ends(leaving(assigned, memory), assigned, containers, memory);
        return braked(starts, ends, runningInstances(containers, memory), memory.brake(), now);
    }

    private static Map<String, ContainerStatus> byInstance(List<ContainerStatus> observed) {
        Map<String, ContainerStatus> containers = new TreeMap<>();
        for (ContainerStatus container : observed) {
            String instance = container.labels().get(Labels.INSTANCE);
            if (instance != null) {
                containers.merge(instance, container, (one, other) -> one.running() ? one : other);
            }
        }
        return containers;
    }

    private static List<NodeAction> starts(
            List<InstanceAssignment> assigned, Map<String, ContainerStatus> containers, NodeMemory memory) {
        return assigned.stream()
                .filter(assignment -> assignment.desired() == RUN)
                .filter(assignment -> idle(assignment.id(), memory))
                .flatMap(assignment -> start(assignment, containers.get(assignment.id())))
                .toList();
    }

    private static boolean idle(String instance, NodeMemory memory) {
        return !memory.busy().contains(instance)
                && !memory.ended().contains(instance)
                && !memory.removals().contains(instance);
    }

    private static Stream<NodeAction> start(InstanceAssignment assignment, ContainerStatus container) {
        if (container == null) {
            return Stream.of(new NodeAction.CreateAndStart(assignment));
        }
        return neverStarted(container)
                ? Stream.of(new NodeAction.Start(assignment.id(), container.id()))
                : Stream.empty();
    }

    static boolean neverStarted(ContainerStatus container) {
        return !container.running() && container.startedAt() == null;
    }

    private static Set<String> leaving(List<InstanceAssignment> assigned, NodeMemory memory) {
        Set<String> leaving = new HashSet<>(memory.removals());
        assigned.stream()
                .filter(assignment -> assignment.desired() == STOP)
                .map(InstanceAssignment::id)
                .forEach(leaving::add);
        leaving.removeAll(memory.busy());
        return leaving;
    }

    private static List<NodeAction> ends(
            Set<String> leaving,
            List<InstanceAssignment> assigned,
            Map<String, ContainerStatus> containers,
            NodeMemory memory) {
        Set<String> forgettable = forgettable(assigned, memory);
        return leaving.stream()
                .sorted()
                .flatMap(instance -> end(instance, containers.get(instance), forgettable))
                .toList();
    }

    /// What is remembered and no longer asked for: a state that still says RUN must not make it again.
    private static Set<String> forgettable(List<InstanceAssignment> assigned, NodeMemory memory) {
        Set<String> remembered = new HashSet<>(memory.ended());
        remembered.addAll(memory.removals());
        assigned.stream()
                .filter(assignment -> assignment.desired() == RUN)
                .map(InstanceAssignment::id)
                .forEach(remembered::remove);
        return remembered;
    }

    private static Stream<NodeAction> end(String instance, ContainerStatus container, Set<String> forgettable) {
        if (container == null) {
            return forgettable.contains(instance) ? Stream.of(new NodeAction.Forget(instance)) : Stream.empty();
        }
        return Stream.of(
                container.running()
                        ? new NodeAction.Stop(instance, container.id())
                        : new NodeAction.Remove(instance, container.id()));
    }

    private static int runningInstances(Map<String, ContainerStatus> containers, NodeMemory memory) {
        return (int) containers.entrySet().stream()
                .filter(entry -> entry.getValue().running())
                .filter(entry -> !memory.busy().contains(entry.getKey()))
                .count();
    }

    private static NodePlan braked(
            List<NodeAction> starts, List<NodeAction> ends, int running, Brake brake, Instant now) {
        List<NodeAction> actions = new ArrayList<>(starts);
        Brake slice = brake.at(now, running);
        int withheld = 0;
        for (NodeAction end : ends) {
            if (!(end instanceof NodeAction.Stop)) {
                actions.add(end);
            } else if (slice.left() > 0) {
                actions.add(end);
                slice = slice.spent(1);
            } else {
                withheld++;
            }
        }
        actions.sort(Comparator.comparing(NodeAction::instance));
        return new NodePlan(actions, withheld, slice);
    }
}
