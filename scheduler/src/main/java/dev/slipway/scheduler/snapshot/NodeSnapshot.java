package dev.slipway.scheduler.snapshot;

import dev.slipway.model.node.NodeState;
import dev.slipway.model.resource.Resources;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/// A node: what it can hold in all, and when it was last heard (database time). What runs on a draining one is
/// replaced elsewhere. unfit says why it takes nothing new although it lives, null when it does. images are the
/// releases whose image it has or can load, of those that may be placed; null when it never said.
public record NodeSnapshot(
        String name,
        NodeState state,
        boolean cordoned,
        boolean draining,
        Resources capacity,
        Instant heartbeatAt,
        String unfit,
        Set<ReleaseKey> images) {

    public record ReleaseKey(UUID application, int release) {}

    /// A well one that has every image.
    public NodeSnapshot(
            String name, NodeState state, boolean cordoned, boolean draining, Resources capacity, Instant heartbeatAt) {
        this(name, state, cordoned, draining, capacity, heartbeatAt, null, null);
    }

    public boolean has(UUID application, int release) {
        return images == null || images.contains(new ReleaseKey(application, release));
    }
}
