package dev.slipway.node.agent;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.OwnLabels;
import dev.slipway.model.application.Probe;
import dev.slipway.model.application.Probes;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.InstanceAssignment.Desired;
import dev.slipway.model.assignment.RouteAssignment;
import dev.slipway.model.assignment.RouteAssignment.RouteTarget;
import dev.slipway.model.assignment.TenantNetwork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Ready-made values for tests of the agent.
final class Samples {
    static final String PROJECT = "0b7c2c1e-0000-4000-8000-000000000001";
    static final String IMAGE = "sha256:1111";
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Samples() {}

    static InstanceAssignment instance(String id, Desired desired) {
        return instance(id, desired, IMAGE, 8080);
    }

    static InstanceAssignment instance(String id, Desired desired, String image, Integer port) {
        return instance(id, desired, image, port, Probes.NONE);
    }

    /// Given up at its first unwell answer.
    static InstanceAssignment dying(String id, String image) {
        Probe alive = new Probe(
                null, new Probe.Tcp(null), null, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1);
        return instance(id, Desired.RUN, image, 8080, new Probes(null, null, alive));
    }

    private static InstanceAssignment instance(String id, Desired desired, String image, Integer port, Probes probes) {
        return new InstanceAssignment(
                id,
                desired,
                PROJECT,
                "team",
                "shop",
                "web",
                3,
                image,
                null,
                Map.of("GREETING", "hello"),
                port,
                500,
                256L << 20,
                false,
                probes,
                new TenantNetwork(7, 1_000_070_000L, "10.208.7.0/24"));
    }

    static DesiredState desired(long version, InstanceAssignment... instances) {
        return new DesiredState(1, version, "", List.of(instances), List.of(route()));
    }

    static RouteAssignment route() {
        RouteTarget target = new RouteTarget(PROJECT, "shop", 100, List.of());
        return new RouteAssignment("r1", "shop-team.apps.localhost", "/", List.of(target), "starting", false);
    }

    static ContainerStatus running(String instance) {
        return container(instance, true, NOON, null);
    }

    static ContainerStatus ended(String instance, int exitCode) {
        return container(instance, false, NOON, exitCode);
    }

    static ContainerStatus created(String instance) {
        return container(instance, false, null, null);
    }

    private static ContainerStatus container(String instance, boolean running, Instant startedAt, Integer exitCode) {
        return new ContainerStatus(
                "c-" + instance,
                "slipway-test-instance-" + instance,
                Map.of(OwnLabels.KIND, Labels.KIND_INSTANCE, Labels.INSTANCE, instance),
                running,
                exitCode,
                false,
                null,
                running ? "10.208.7.2" : null,
                null,
                NOON,
                startedAt,
                exitCode == null ? null : NOON.plusSeconds(1));
    }

    static NodeMemory memory() {
        return new NodeMemory(Set.of(), Set.of(), Set.of(), Brake.OPEN);
    }
}
