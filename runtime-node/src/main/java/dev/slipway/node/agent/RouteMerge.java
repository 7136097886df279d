package dev.slipway.node.agent;

import dev.slipway.model.assignment.RouteAssignment;
import dev.slipway.model.assignment.RouteAssignment.RouteTarget;
import dev.slipway.router.table.Endpoint;
import dev.slipway.router.table.RouteEntry;
import dev.slipway.router.table.RouteTable;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The router's table out of the platform's routes, this node's ready instances, and ready ones elsewhere. Pure.
final class RouteMerge {
    private RouteMerge() {}

    /// listen: addresses on which containers reach the router.
    static RouteTable table(List<RouteAssignment> routes, Collection<ReadyInstance> ready, Collection<String> listen) {
        List<RouteEntry> entries = routes.stream()
                .filter(route -> !route.deleted())
                .map(route -> entry(route, ready))
                .toList();
        return RouteTable.of(entries, listen);
    }

    private static RouteEntry entry(RouteAssignment route, Collection<ReadyInstance> ready) {
        List<RouteEntry.Target> targets = route.targets().stream()
                .map(target -> new RouteEntry.Target(target.weight(), endpoints(target, ready)))
                .toList();
        return new RouteEntry(route.host(), route.path(), targets, route.reason());
    }

    private static List<Endpoint> endpoints(RouteTarget target, Collection<ReadyInstance> ready) {
        Stream<Endpoint> own = ready.stream()
                .filter(instance -> instance.serves(target.projectId(), target.application()))
                .map(ReadyInstance::endpoint);
        List<String> elsewhere = target.remote() == null ? List.of() : target.remote();
        Stream<Endpoint> remote = elsewhere.stream().map(RouteMerge::parsed).filter(Objects::nonNull);
        return Stream.concat(own, remote).distinct().sorted(RouteMerge::byText).toList();
    }

    private static Endpoint parsed(String text) {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static int byText(Endpoint one, Endpoint other) {
        return one.toString().compareTo(other.toString());
    }
}
