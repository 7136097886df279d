package dev.slipway.scheduler.reconcile;

import dev.slipway.model.node.NodeState;
import dev.slipway.scheduler.reconcile.Action.MarkLost;
import dev.slipway.scheduler.reconcile.Action.MarkNodeLost;
import dev.slipway.scheduler.snapshot.ClusterSnapshot;
import dev.slipway.scheduler.snapshot.InstanceSnapshot;
import dev.slipway.scheduler.snapshot.NodeSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which nodes are lost, and whose instances with them. A node is lost that is known as such or was silent for longer
/// than the lease while somebody listened. Its instances are replaced; but where more than half of all nodes are silent
/// the fault is likelier in between, or there is nowhere to go: what runs there goes on, and gets 5 min to be heard
/// again. (Kubernetes stops evictions at 55 %, and gives every node 5 min.)
record Silence(ClusterSnapshot snapshot, Duration lease) {
    private static final Duration AMNESTY = Duration.ofMinutes(5);

    /// Nothing new may go there.
    Set<String> lostNodes() {
        return snapshot.nodes().stream()
                .filter(this::lost)
                .map(NodeSnapshot::name)
                .collect(Collectors.toSet());
    }

    /// Whose instances count no longer: also those that instances name and that are no more.
    Set<String> abandonedNodes() {
        Set<String> abandoned = new HashSet<>();
        instances().map(InstanceSnapshot::node).filter(node -> node != null).forEach(abandoned::add);
        // One that has been away for long says nothing about the others.
        List<NodeSnapshot> known = snapshot.nodes().stream()
                .filter(node -> !silentFor(AMNESTY, node))
                .toList();
        boolean most = known.stream().filter(this::lost).count() * 2 > known.size();
        known.stream()
                .filter(node -> most || !lost(node))
                .map(NodeSnapshot::name)
                .forEach(abandoned::remove);
        return abandoned;
    }

    List<Action> actions(Set<String> abandonedNodes) {
        Stream<Action> nodes = snapshot.nodes().stream()
                .filter(node -> node.state() == NodeState.READY && silentFor(lease, node))
                .map(node -> new MarkNodeLost(node.name(), node.heartbeatAt()));
        Stream<Action> instances = instances()
                .filter(each -> each.node() != null && abandonedNodes.contains(each.node()))
                .map(each -> new MarkLost(each.id(), each.state(), each.node()));
        return Stream.concat(nodes, instances).collect(Collectors.toList());
    }

    private boolean lost(NodeSnapshot node) {
        return node.state() == NodeState.LOST || silentFor(lease, node);
    }

    private boolean silentFor(Duration time, NodeSnapshot node) {
        Instant since =
                node.heartbeatAt().isAfter(snapshot.listeningSince()) ? node.heartbeatAt() : snapshot.listeningSince();
        return since.plus(time).isBefore(snapshot.now());
    }

    private Stream<InstanceSnapshot> instances() {
        return snapshot.applications().stream().flatMap(application -> application.instances().stream());
    }
}
