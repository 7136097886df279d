package dev.slipway.node.network;

import dev.slipway.model.assignment.TenantNetwork;

/// The range that a node's project networks lie in. The platform gives each project a subnet of its own range;
/// a node with another one, because a second node stands on its machine, keeps the subnet's place in it.
public record AddressPool(String range) {

    /// Throws IllegalArgumentException when the range has no such place.
    public TenantNetwork place(TenantNetwork network) {
        String subnet = Cidr.parse(range).place(Cidr.parse(network.subnet())).toString();
        return new TenantNetwork(network.number(), network.uid(), subnet);
    }
}
