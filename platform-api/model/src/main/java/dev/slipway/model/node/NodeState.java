package dev.slipway.model.node;

/// What the platform believes of a node.
public enum NodeState {
    /// Its heartbeat is younger than the lease.
    READY,
    /// Its heartbeat is older than the lease; its instances are replaced.
    LOST
}
