package dev.slipway.node.agent;

import static dev.slipway.model.assignment.InstanceAssignment.Desired.RUN;
import static dev.slipway.model.assignment.InstanceAssignment.Desired.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The guards against harm from a wrong desired state, for every world that can be: nothing goes because it is absent,
/// nothing is made twice.
class NodeReconcilerGuardsTest {

    /// A node and what it is told, in any combination.
    record World(DesiredState desired, List<ContainerStatus> containers, NodeMemory memory) {
        NodePlan plan() {
            return NodeReconciler.plan(desired, containers, memory, Samples.NOON);
        }

        Set<String> held() {
            return containers.stream()
                    .map(container -> container.labels().get(Labels.INSTANCE))
                    .collect(Collectors.toSet());
        }

        boolean mayEnd(String instance) {
            return memory.removals().contains(instance)
                    || desired.instances().stream()
                            .anyMatch(assignment -> assignment.id().equals(instance) && assignment.desired() == STOP);
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void nothingEndsWithoutAStopOrAnOrder(@ForAll("worlds") World world) {
        assertThat(world.plan().actions())
                .filteredOn(action -> action instanceof NodeAction.Stop || action instanceof NodeAction.Remove)
                .allMatch(action -> world.mayEnd(action.instance()));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void nothingEndsWhenNothingWasEverHeard(@ForAll("worlds") World world) {
        NodeMemory quiet = new NodeMemory(Set.of(), Set.of(), Set.of(), Brake.OPEN);
        assertThat(NodeReconciler.plan(null, world.containers(), quiet, Samples.NOON)
                        .actions())
                .isEmpty();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void instanceWithAContainerIsNeverMadeAgain(@ForAll("worlds") World world) {
        assertThat(world.plan().actions())
                .filteredOn(NodeAction.CreateAndStart.class::isInstance)
                .extracting(NodeAction::instance)
                .noneMatch(world.held()::contains)
                .noneMatch(world.memory().ended()::contains)
                .noneMatch(world.memory().removals()::contains);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void busyInstanceIsLeftAloneAndNoneGetsTwoActions(@ForAll("worlds") World world) {
        assertThat(world.plan().actions())
                .extracting(NodeAction::instance)
                .doesNotHaveDuplicates()
                .noneMatch(world.memory().busy()::contains)
                .isSorted();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void atMostFiveOrHalfOfTheRunningAreStoppedInOneTurn(@ForAll("worlds") World world) {
        long running =
                world.containers().stream().filter(ContainerStatus::running).count();
        NodePlan plan = world.plan();
        assertThat(plan.actions()).filteredOn(NodeAction.Stop.class::isInstance).hasSizeLessThanOrEqualTo((int)
                Math.max(5, running / 2));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void equalInputsGiveEqualPlans(@ForAll("worlds") World world) {
        assertThat(world.plan()).isEqualTo(world.plan());
    }

    @Property(tries = 300)
    void olderStatesAreIgnored(
            @ForAll long heldIncarnation, @ForAll long held, @ForAll long incarnation, @ForAll long version) {
        DesiredState present = new DesiredState(heldIncarnation, held, "", List.of(), List.of());
        DesiredState offered = new DesiredState(incarnation, version, "", List.of(), List.of());
        boolean older = incarnation < heldIncarnation || incarnation == heldIncarnation && version < held;
        assertThat(NodeReconciler.accepts(present, offered)).isEqualTo(!older);
        assertThat(NodeReconciler.accepts(null, offered)).isTrue();
    }

    @Provide
    Arbitrary<World> worlds() {
        Arbitrary<String> ids = Arbitraries.integers().between(10, 40).map(number -> "i" + number);
        Arbitrary<List<InstanceAssignment>> assignments = Combinators.combine(ids, Arbitraries.of(RUN, STOP))
                .as(Samples::instance)
                .list()
                .ofMaxSize(25)
                .uniqueElements(InstanceAssignment::id);
        Arbitrary<List<ContainerStatus>> containers = Combinators.combine(
                        ids, Arbitraries.integers().between(0, 2))
                .as(NodeReconcilerGuardsTest::container)
                .list()
                .ofMaxSize(25)
                .uniqueElements(ContainerStatus::id);
        Arbitrary<Set<String>> some = ids.set().ofMaxSize(5);
        Arbitrary<NodeMemory> memories = Combinators.combine(
                        some, some, ids.set().ofMaxSize(15))
                .as((busy, ended, removals) -> new NodeMemory(busy, ended, removals, Brake.OPEN));
        return Combinators.combine(assignments, containers, memories)
                .as((assigned, held, memory) ->
                        new World(new DesiredState(1, 1, "", assigned, List.of()), held, memory));
    }

    private static ContainerStatus container(String instance, int kind) {
        return switch (kind) {
            case 0 -> Samples.running(instance);
            case 1 -> Samples.ended(instance, 1);
            default -> Samples.created(instance);
        };
    }
}
