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

/// Which nodes are lost: those known as such, those silent for longer than the lease while somebody listened, and
/// those that instances name and that are no more.
record Silence(ClusterSnapshot snapshot, Duration lease) {

    Set<String> lostNodes() {
        Set<String> lost = new HashSet<>();
        instances().map(InstanceSnapshot::node).filter(node -> node != null).forEach(lost::add);
        snapshot.nodes().stream()
                .filter(node -> node.state() == NodeState.READY && !silent(node))
                .map(NodeSnapshot::name)
                .forEach(lost::remove);
        snapshot.nodes().stream()
                .filter(node -> node.state() == NodeState.LOST || silent(node))
                .map(NodeSnapshot::name)
                .forEach(lost::add);
        return lost;
    }

    List<Action> actions(Set<String> lostNodes) {
        Stream<Action> nodes = snapshot.nodes().stream()
                .filter(node -> node.state() == NodeState.READY && silent(node))
                .map(node -> new MarkNodeLost(node.name(), node.heartbeatAt()));
        Stream<Action> instances = instances()
                .filter(each -> each.node() != null && lostNodes.contains(each.node()))
                .map(each -> new MarkLost(each.id(), each.state(), each.node()));
        return Stream.concat(nodes, instances).collect(Collectors.toList());
    }

    private boolean silent(NodeSnapshot node) {
        Instant since =
                node.heartbeatAt().isAfter(snapshot.listeningSince()) ? node.heartbeatAt() : snapshot.listeningSince();
        return since.plus(lease).isBefore(snapshot.now());
    }

    private Stream<InstanceSnapshot> instances() {
        return snapshot.applications().stream().flatMap(application -> application.instances().stream());
    }
}
