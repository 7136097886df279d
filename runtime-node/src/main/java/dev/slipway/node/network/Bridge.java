package dev.slipway.node.network;

import dev.slipway.model.assignment.TenantNetwork;

/// A project's bridge on this node: its device, its subnet in CIDR form, and the host's own address in it.
public record Bridge(String device, String subnet, String gateway) {

    static Bridge of(String installation, TenantNetwork network) {
        return new Bridge(
                devicePrefix(installation) + network.number(),
                network.subnet(),
                Cidr.parse(network.subnet()).first());
    }

    /// What every bridge of this installation begins with, and no other device does.
    static String devicePrefix(String installation) {
        return "s" + installation.substring(0, Math.min(4, installation.length())) + "p";
    }
}
