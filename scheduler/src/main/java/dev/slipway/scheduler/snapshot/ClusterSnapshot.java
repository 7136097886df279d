package dev.slipway.scheduler.snapshot;

import java.time.Instant;
import java.util.List;

/// The world as one consistent read of the database shows it: the input of the decider.
/// plans is how many plans had been applied to it. now is the database's time; no node is judged by a silence that
/// began before listeningSince and no deployment by
/// time that passed before it, for until then nobody here could have heard of them.
public record ClusterSnapshot(
        long plans,
        Instant now,
        Instant listeningSince,
        List<NodeSnapshot> nodes,
        List<ApplicationSnapshot> applications) {
    public ClusterSnapshot {
        nodes = List.copyOf(nodes);
        applications = List.copyOf(applications);
    }

    public ClusterSnapshot listeningSince(Instant time) {
        return new ClusterSnapshot(plans, now, time, nodes, applications);
    }
}
