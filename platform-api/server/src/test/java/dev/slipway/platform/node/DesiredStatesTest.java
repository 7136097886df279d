package dev.slipway.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.application.Probes;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.InstanceAssignment.Desired;
import dev.slipway.model.assignment.RouteAssignment;
import dev.slipway.model.assignment.RouteAssignment.RouteTarget;
import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.model.assignment.Upkeep;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import dev.slipway.model.route.Target;
import dev.slipway.platform.node.NodeView.Condition;
import dev.slipway.platform.node.NodeView.Endpoint;
import dev.slipway.platform.node.NodeView.Entry;
import dev.slipway.platform.node.NodeView.Placed;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DesiredStatesTest {
    private static final UUID PROJECT = new UUID(0, 1);
    private static final Resources SMALL = new Resources(new Cpu(100), new Bytes(64L << 20));
    private static final Resources LARGE = new Resources(new Cpu(500), new Bytes(256L << 20));
    private static final ProcessSpec WEB = new ProcessSpec(null, 8080, 1, SMALL, LARGE, null);

    @Test
    void instancesOnTheirWayRunAndStoppingOnesStop() {
        List<InstanceAssignment> instances = DesiredStates.instances(view(List.of(
                placed("d", InstanceState.STOPPING, WEB),
                placed("a", InstanceState.ASSIGNED, WEB),
                placed("c", InstanceState.RUNNING, WEB),
                placed("b", InstanceState.STARTING, WEB))));
        assertThat(instances).extracting(InstanceAssignment::id).containsExactly("a", "b", "c", "d");
        assertThat(instances)
                .extracting(InstanceAssignment::desired)
                .containsExactly(Desired.RUN, Desired.RUN, Desired.RUN, Desired.STOP);
    }

    @Test
    void endedInstancesAndUnknownProcessesAreNotListed() {
        assertThat(DesiredStates.instances(view(List.of(
                        placed("a", InstanceState.STOPPED, WEB),
                        placed("b", InstanceState.FAILED, WEB),
                        placed("c", InstanceState.LOST, WEB),
                        placed("d", InstanceState.RUNNING, null)))))
                .isEmpty();
    }

    @Test
    void anInstanceGetsTheLimitsOfItsProcess() {
        InstanceAssignment instance = DesiredStates.instances(view(List.of(placed("a", InstanceState.ASSIGNED, WEB))))
                .getFirst();
        assertThat(instance.cpuMillis()).isEqualTo(500);
        assertThat(instance.memoryBytes()).isEqualTo(256L << 20);
        assertThat(instance.port()).isEqualTo(8080);
        assertThat(instance.probes()).isEqualTo(Probes.NONE);
        assertThat(instance.environment()).isEmpty();
    }

    @Test
    void withoutLimitsTheRequestIsTheLimit() {
        ProcessSpec worker = new ProcessSpec(List.of("work"), null, 1, SMALL, null, null);
        assertThat(DesiredStates.instances(view(List.of(placed("a", InstanceState.ASSIGNED, worker))))
                        .getFirst()
                        .cpuMillis())
                .isEqualTo(100);
    }

    @Test
    void equalRowsInAnotherOrderGiveTheSameState() {
        Placed a = placed("a", InstanceState.RUNNING, WEB);
        Placed b = placed("b", InstanceState.RUNNING, WEB);
        assertThat(DesiredStates.instances(view(List.of(a, b))))
                .isEqualTo(DesiredStates.instances(view(List.of(b, a))));
    }

    @Test
    void remoteListsReadyInstancesOfOtherNodesOnly() {
        Condition shop = condition(
                false,
                2,
                false,
                false,
                new Endpoint("here", "10.208.1.2", 8080),
                new Endpoint("there", "10.208.1.9", 8080),
                new Endpoint("six", "fd00::1", 8080));
        RouteAssignment route = route(List.of(new Target("shop", 7)), shop);
        assertThat(route.targets())
                .containsExactly(
                        new RouteTarget(PROJECT.toString(), "shop", 7, List.of("10.208.1.9:8080", "[fd00::1]:8080")));
    }

    @Test
    void aRouteSaysWhyNothingIsReady() {
        assertThat(reason(condition(true, 1, true, false))).isEqualTo("stopped");
        assertThat(reason(condition(false, 0, true, false))).isEqualTo("stopped");
        assertThat(reason(condition(false, 1, true, false))).isEqualTo("starting");
        assertThat(reason(condition(false, 1, true, true))).isEqualTo("crashed");
        assertThat(reason(condition(false, 1, false, false))).isEqualTo("no-ready-instance");
        assertThat(reason(condition(false, 1, false, true, new Endpoint("here", "10.208.1.2", 1))))
                .isEqualTo("no-ready-instance");
    }

    @Test
    void theTargetWithTheMostWeightGivesTheReason() {
        List<Target> targets = List.of(new Target("gone", 1), new Target("shop", 9));
        assertThat(route(targets, condition(false, 1, true, false)).reason()).isEqualTo("starting");
    }

    private static String reason(Condition condition) {
        return route(List.of(new Target("shop", 1)), condition).reason();
    }

    private static RouteAssignment route(List<Target> targets, Condition condition) {
        Entry entry = new Entry(new UUID(0, 3), PROJECT, "shop.example.org", "/", targets, false);
        return DesiredStates.routes(new NodeView("here", List.of(), List.of(entry), List.of(condition), Upkeep.NONE))
                .getFirst();
    }

    private static Condition condition(
            boolean stopped, int replicas, boolean starting, boolean failing, Endpoint... ready) {
        return new Condition(PROJECT, "shop", stopped, replicas, starting, failing, List.of(ready));
    }

    private static NodeView view(List<Placed> instances) {
        return new NodeView("here", instances, List.of(), List.of(), Upkeep.NONE);
    }

    private static Placed placed(String id, InstanceState state, ProcessSpec spec) {
        return new Placed(
                id,
                state,
                PROJECT,
                "team",
                new UUID(0, 2),
                "shop",
                "web",
                1,
                "c0ffee",
                "sha256:1",
                spec,
                false,
                10,
                1L << 20,
                new TenantNetwork(1, 1000010000, "10.208.1.0/24"));
    }
}
