package dev.slipway.node.network;

/// Lets this machine reach what an instance listens on at its loopback address alone.
public interface LoopbackForward {
    /// For nodes that set no packet filter.
    LoopbackForward NONE = (_, _, _, _) -> false;

    /// From now on a connection of this machine to the port of the instance's own address comes out at 127.0.0.1
    /// there, until its container ends. pid is its first process, address its own in the bridge. False where that
    /// is not possible; what was set before stays then.
    boolean open(Bridge bridge, String address, long pid, int port);
}
