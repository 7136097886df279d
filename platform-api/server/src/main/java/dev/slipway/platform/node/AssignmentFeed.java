package dev.slipway.platform.node;

import dev.slipway.database.Database;
import dev.slipway.database.Outage;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.RouteAssignment;
import dev.slipway.model.assignment.Upkeep;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.platform.node.AssignmentStore.Position;
import dev.slipway.platform.node.NodeView.Placed;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Tells nodes what they shall hold, whole, as soon as it changes. Versions are level-based: each look compares
/// the hash of the world with the one last told, so that no writer can forget to count. The hash covers
/// instances, orders and routes with empty environments (these follow from the release). Sending only what
/// changed comes later, with the same versions and hashes.
@Singleton
class AssignmentFeed {
    private static final Logger LOG = System.getLogger(AssignmentFeed.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Database database;
    private final AssignmentStore store;
    private final ReleaseEnvironments environments;
    private final Bell bell;

    AssignmentFeed(
            @Named("loops") Database database, AssignmentStore store, ReleaseEnvironments environments, Bell bell) {
        this.database = database;
        this.store = store;
        this.environments = environments;
        this.bell = bell;
    }

    /// The newest state when the node has reached another version than that; else what comes within the wait, if
    /// anything does. Throws NOT_FOUND for a node that never registered.
    Optional<DesiredState> newer(NodeName node, long reached, Duration wait) {
        try {
            return awaited(node, reached, wait);
        } catch (InterruptedException _) {
            return Optional.empty(); // the platform ends
        }
    }

    private Optional<DesiredState> awaited(NodeName node, long reached, Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            long seen = bell.count(Topic.ASSIGNMENTS);
            Optional<Current> current = current(node, reached);
            if (current.isPresent() && current.get().version() != reached) {
                return current.map(this::opened);
            }
            long left = end - System.nanoTime();
            if (current.isPresent() && left <= 0) {
                return Optional.empty();
            }
            bell.await(Topic.ASSIGNMENTS, seen, Duration.ofNanos(Math.clamp(left, 0, LOOK.toNanos())));
        }
    }

    private record Current(
            long incarnation,
            long version,
            String hash,
            NodeView view,
            List<InstanceAssignment> instances,
            List<RouteAssignment> routes) {}

    /// Empty where somebody else told the same node newer news in between: look again.
    private Optional<Current> current(NodeName node, long reached) {
        return database.transaction(sql -> {
            Position position = store.position(sql, node.value()).orElseThrow(node::unknown);
            NodeView view = store.view(sql, node.value());
            List<InstanceAssignment> instances = DesiredStates.instances(view);
            List<RouteAssignment> routes = DesiredStates.routes(view);
            String hash = hash(instances, routes, view.upkeep());
            // A node ahead of us was told by a database that is no more; versions must still grow for it.
            boolean told = hash.equals(position.hash()) && reached <= position.version();
            Optional<Long> version =
                    told ? Optional.of(position.version()) : store.advance(sql, node.value(), position, reached, hash);
            return version.map(number -> new Current(position.incarnation(), number, hash, view, instances, routes));
        });
    }

    private static String hash(List<InstanceAssignment> instances, List<RouteAssignment> routes, Upkeep upkeep) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(NodeProtocol.write(instances).getBytes(StandardCharsets.UTF_8));
            digest.update(NodeProtocol.write(routes).getBytes(StandardCharsets.UTF_8));
            digest.update(NodeProtocol.write(upkeep).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private DesiredState opened(Current current) {
        Map<String, Placed> placed =
                current.view().instances().stream().collect(Collectors.toMap(Placed::id, Function.identity()));
        List<InstanceAssignment> instances = new ArrayList<>();
        for (InstanceAssignment bare : current.instances()) {
            completed(bare, placed.get(bare.id())).ifPresent(instances::add);
        }
        return new DesiredState(
                current.incarnation(),
                current.version(),
                current.hash(),
                instances,
                current.routes(),
                current.view().upkeep());
    }

    /// One release that cannot be opened must not keep the others from their node. A database that is away says
    /// nothing about a release: the node asks again, and hears all.
    private Optional<InstanceAssignment> completed(InstanceAssignment bare, Placed placed) {
        if (bare.desired() == InstanceAssignment.Desired.STOP) {
            return Optional.of(bare);
        }
        try {
            return Optional.of(environments.completed(bare, placed));
        } catch (RuntimeException e) {
            if (Outage.in(e)) {
                throw e;
            }
            LOG.log(Level.ERROR, "instance " + bare.id() + " is held back: its environment cannot be opened", e);
            return Optional.empty();
        }
    }
}
