package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.assignment.RouteAssignment;
import dev.slipway.model.assignment.RouteAssignment.RouteTarget;
import dev.slipway.router.table.Endpoint;
import dev.slipway.router.table.RouteEntry;
import dev.slipway.router.table.RouteTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteMergeTest {
    private static final ReadyInstance OWN =
            new ReadyInstance("c1", Samples.PROJECT, "shop", new Endpoint("10.208.7.2", 8080));

    @Test
    void ownAndRemoteInstancesStandBehindARoute() {
        RouteTarget target = new RouteTarget(Samples.PROJECT, "shop", 100, List.of("192.0.2.9:30001", "nonsense"));
        RouteTable table = RouteMerge.table(List.of(route(target, false)), List.of(OWN), List.of("10.208.7.1"));
        assertThat(table.listen()).containsExactly("10.208.7.1");
        assertThat(table.routes())
                .extracting(RouteEntry::targets)
                .containsExactly(List.of(new RouteEntry.Target(
                        100, List.of(new Endpoint("10.208.7.2", 8080), new Endpoint("192.0.2.9", 30001)))));
    }

    @Test
    void anotherProjectsApplicationOfTheSameNameGetsNothing() {
        RouteTarget foreign = new RouteTarget("another-project", "shop", 100, null);
        RouteTable table = RouteMerge.table(List.of(route(foreign, false)), List.of(OWN), List.of());
        assertThat(table.routes())
                .containsExactly(new RouteEntry(
                        "shop.example.org", "/", List.of(new RouteEntry.Target(100, List.of())), "stopped"));
    }

    @Test
    void deletedRouteIsLeftOut() {
        RouteTarget target = new RouteTarget(Samples.PROJECT, "shop", 100, List.of());
        assertThat(RouteMerge.table(List.of(route(target, true)), List.of(OWN), List.of()))
                .isEqualTo(RouteTable.empty());
    }

    private static RouteAssignment route(RouteTarget target, boolean deleted) {
        return new RouteAssignment("r1", "shop.example.org", "/", List.of(target), "stopped", deleted);
    }
}
