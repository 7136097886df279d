package dev.slipway.engine;

import java.util.List;

/// Bridges, one per project.
public interface Networks {

    /// Makes the network if it is not there. Throws EngineException of kind CONFLICT when another network holds the
    /// subnet.
    void ensure(NetworkSpec spec);

    /// Removes it; does nothing when it is not there. Throws EngineException of kind CONFLICT while containers
    /// are in it.
    void remove(String name);

    List<NetworkSpec> list();

    /// bridge is the device's name, at most 15 characters; subnet in CIDR form, its first address is the gateway.
    record NetworkSpec(String name, String bridge, String subnet) {}
}
