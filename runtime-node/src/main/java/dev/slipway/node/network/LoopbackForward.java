package dev.slipway.node.network;

import dev.slipway.model.assignment.TenantNetwork;

/// Lets this machine reach what an instance listens on at its loopback address alone.
public interface LoopbackForward {
    /// For nodes that set no packet filter.
    LoopbackForward NONE = (_, _, _) -> false;

    /// From now on a connection of this machine to the port of the instance's own address comes out at its
    /// loopback address, until the container ends. pid is its first process. False where that is not possible; may
    /// be repeated.
    boolean open(long pid, TenantNetwork network, int port);
}
