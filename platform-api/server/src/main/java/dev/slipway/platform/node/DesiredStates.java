package dev.slipway.platform.node;

import static dev.slipway.model.assignment.InstanceAssignment.Desired.RUN;
import static dev.slipway.model.assignment.InstanceAssignment.Desired.STOP;
import static java.util.Comparator.comparing;

import dev.slipway.model.application.Probes;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.InstanceAssignment.Desired;
import dev.slipway.model.assignment.RouteAssignment;
import dev.slipway.model.assignment.RouteAssignment.RouteTarget;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.resource.Resources;
import dev.slipway.model.route.Target;
import dev.slipway.platform.node.NodeView.Condition;
import dev.slipway.platform.node.NodeView.Endpoint;
import dev.slipway.platform.node.NodeView.Entry;
import dev.slipway.platform.node.NodeView.Placed;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a node shall hold, made of what the database says. Pure, and sorted: equal views give equal lists, so
/// that a hash tells whether there is news. Environments are left empty here: they are secret, costly to open,
/// and follow from the release, which never changes.
final class DesiredStates {
    private DesiredStates() {}

    /// Instances assigned, starting or running are to run, stopping ones to stop; ended ones and those whose
    /// release does not know their process are not listed.
    static List<InstanceAssignment> instances(NodeView view) {
        return view.instances().stream()
                .filter(placed -> desired(placed.state()) != null && placed.spec() != null)
                .map(DesiredStates::assignment)
                .sorted(comparing(InstanceAssignment::id))
                .toList();
    }

    private static Desired desired(InstanceState state) {
        return switch (state) {
            case ASSIGNED, STARTING, RUNNING -> RUN;
            case STOPPING -> STOP;
            case PENDING, STOPPED, FAILED, LOST -> null;
        };
    }

    private static InstanceAssignment assignment(Placed placed) {
        ProcessSpec spec = placed.spec();
        Resources limits = spec.limits() == null ? spec.requests() : spec.limits();
        return new InstanceAssignment(
                placed.id(),
                desired(placed.state()),
                placed.projectId().toString(),
                placed.project(),
                placed.application(),
                placed.process(),
                placed.release(),
                placed.imageId(),
                spec.command(),
                Map.of(),
                spec.port(),
                limits == null ? placed.cpuMillis() : limits.cpu().millis(),
                limits == null ? placed.memoryBytes() : limits.memory().value(),
                placed.readOnlyRoot(),
                spec.probes() == null ? Probes.NONE : spec.probes(),
                placed.network());
    }

    /// Every route of the installation, the same for all nodes but for what "remote" means.
    static List<RouteAssignment> routes(NodeView view) {
        Map<Key, Condition> conditions = view.conditions().stream()
                .collect(Collectors.toMap(
                        condition -> new Key(condition.projectId(), condition.application()), Function.identity()));
        return view.routes().stream()
                .map(entry -> route(view.node(), entry, conditions))
                .sorted(comparing(RouteAssignment::host)
                        .thenComparing(RouteAssignment::path)
                        .thenComparing(RouteAssignment::id))
                .toList();
    }

    private record Key(UUID projectId, String application) {}

    private static RouteAssignment route(String node, Entry entry, Map<Key, Condition> conditions) {
        List<RouteTarget> targets = entry.targets().stream()
                .map(target -> target(node, entry, target, conditions.get(key(entry, target))))
                .toList();
        return new RouteAssignment(
                entry.id().toString(), entry.host(), entry.path(), targets, reason(entry, conditions), entry.deleted());
    }

    private static Key key(Entry entry, Target target) {
        return new Key(entry.projectId(), target.application());
    }

    private static RouteTarget target(String node, Entry entry, Target target, Condition condition) {
        List<String> remote = condition == null
                ? List.of()
                : condition.ready().stream()
                        .filter(endpoint -> !endpoint.node().equals(node))
                        .map(DesiredStates::hostAndPort)
                        .sorted()
                        .toList();
        return new RouteTarget(entry.projectId().toString(), target.application(), target.weight(), remote);
    }

    private static String hostAndPort(Endpoint endpoint) {
        String host = endpoint.address().contains(":") ? "[" + endpoint.address() + "]" : endpoint.address();
        return host + ":" + endpoint.port();
    }

    /// What to tell a visitor when nothing behind the route is ready: how the target with the most weight fares.
    private static String reason(Entry entry, Map<Key, Condition> conditions) {
        return entry.targets().stream()
                .max(comparing(Target::weight))
                .map(target -> reason(conditions.get(key(entry, target))))
                .orElse("stopped");
    }

    private static String reason(Condition condition) {
        if (condition == null || condition.stopped() || condition.replicas() == 0) {
            return "stopped";
        }
        if (!condition.ready().isEmpty()) {
            return "no-ready-instance";
        }
        if (condition.failing()) {
            return "crashed";
        }
        return condition.starting() ? "starting" : "no-ready-instance";
    }
}
