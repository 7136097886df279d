package dev.slipway.scheduler.snapshot;

import dev.slipway.model.node.NodeState;
import dev.slipway.model.resource.Resources;
import java.time.Instant;

/// A node: what it can hold in all, and when it was last heard (database time).
public record NodeSnapshot(String name, NodeState state, boolean cordoned, Resources capacity, Instant heartbeatAt) {}
