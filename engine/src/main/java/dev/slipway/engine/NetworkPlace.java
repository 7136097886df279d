package dev.slipway.engine;

import java.util.List;

/// Where a container stands in the network.
public sealed interface NetworkPlace {

    /// It has a loopback device only.
    static NetworkPlace nowhere() {
        return new Nowhere();
    }

    /// In the network of that name, with an address of its own, asking the engine's resolvers.
    static NetworkPlace in(String network) {
        return new InNetwork(network, List.of());
    }

    record Nowhere() implements NetworkPlace {}

    /// With an address of its own in the network of that name. dns names the resolvers, empty for the engine's.
    record InNetwork(String name, List<String> dns) implements NetworkPlace {
        public InNetwork {
            dns = List.copyOf(dns);
        }
    }

    /// In the network namespace of another container, which has to run when this one starts: its address, its ports
    /// and its resolvers are this one's.
    record With(String container) implements NetworkPlace {}
}
