package dev.slipway.node.agent;

import static dev.slipway.model.assignment.InstanceAssignment.Desired.RUN;
import static dev.slipway.model.assignment.InstanceAssignment.Desired.STOP;
import static dev.slipway.node.agent.Samples.NOON;
import static dev.slipway.node.agent.Samples.created;
import static dev.slipway.node.agent.Samples.desired;
import static dev.slipway.node.agent.Samples.ended;
import static dev.slipway.node.agent.Samples.instance;
import static dev.slipway.node.agent.Samples.memory;
import static dev.slipway.node.agent.Samples.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeReconcilerTest {

    @Test
    void assignedInstanceWithoutContainerIsMadeAndStarted() {
        InstanceAssignment wanted = instance("a", RUN);
        assertThat(actions(desired(1, wanted), List.of())).containsExactly(new NodeAction.CreateAndStart(wanted));
    }

    @Test
    void containerThatWasNeverStartedIsStartedNotMadeAgain() {
        assertThat(actions(desired(1, instance("a", RUN)), List.of(created("a"))))
                .containsExactly(new NodeAction.Start("a", "c-a"));
    }

    @Test
    void endedContainerIsLeftForThePlatformToJudge() {
        assertThat(actions(desired(1, instance("a", RUN)), List.of(ended("a", 1))))
                .isEmpty();
    }

    @Test
    void instanceThatCouldNotBeMadeIsNotTriedAgain() {
        NodeMemory memory = new NodeMemory(Set.of(), Set.of("a"), Set.of(), Brake.OPEN);
        assertThat(NodeReconciler.plan(desired(1, instance("a", RUN)), List.of(), memory, NOON)
                        .actions())
                .isEmpty();
    }

    @Test
    void stopEndsARunningContainerAndRemovesAnEndedOne() {
        DesiredState desired = desired(1, instance("a", STOP), instance("b", STOP), instance("c", STOP));
        assertThat(actions(desired, List.of(running("a"), ended("b", 0))))
                .containsExactly(new NodeAction.Stop("a", "c-a"), new NodeAction.Remove("b", "c-b"));
    }

    @Test
    void orderedRemovalWaitsUntilTheStateNoLongerAsksForTheInstance() {
        NodeMemory memory = new NodeMemory(Set.of(), Set.of(), Set.of("a"), Brake.OPEN);
        DesiredState asking = desired(1, instance("a", RUN));
        assertThat(NodeReconciler.plan(asking, List.of(running("a")), memory, NOON)
                        .actions())
                .containsExactly(new NodeAction.Stop("a", "c-a"));
        assertThat(NodeReconciler.plan(asking, List.of(), memory, NOON).actions())
                .isEmpty();
        assertThat(NodeReconciler.plan(desired(2), List.of(), memory, NOON).actions())
                .containsExactly(new NodeAction.Forget("a"));
    }

    @Test
    void stopsBeyondHalfOfWhatRunsWaitForTheNextSlice() {
        List<InstanceAssignment> stops = new ArrayList<>();
        List<ContainerStatus> containers = new ArrayList<>();
        IntStream.range(10, 30).forEach(number -> {
            stops.add(instance("i" + number, STOP));
            containers.add(running("i" + number));
        });
        DesiredState desired = desired(1, stops.toArray(InstanceAssignment[]::new));
        NodePlan first = NodeReconciler.plan(desired, containers, memory(), NOON);
        assertThat(first.actions()).hasSize(10);
        assertThat(first.withheld()).isEqualTo(10);

        NodeMemory after = new NodeMemory(Set.of(), Set.of(), Set.of(), first.brake());
        assertThat(NodeReconciler.plan(desired, containers, after, NOON.plusMillis(1999))
                        .actions())
                .isEmpty();
        assertThat(NodeReconciler.plan(desired, containers, after, NOON.plusSeconds(2))
                        .actions())
                .hasSize(10);
    }

    private static List<NodeAction> actions(DesiredState desired, List<ContainerStatus> containers) {
        return NodeReconciler.plan(desired, containers, memory(), NOON).actions();
    }
}
