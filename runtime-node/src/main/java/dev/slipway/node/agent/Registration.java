package dev.slipway.node.agent;

import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.NodeRegistration.Welcome;
import dev.slipway.node.platform.ControlPlane;
import java.util.Optional;
import java.util.function.Supplier;

/// Introduces this node to the platform: at start, after every outage, and when what it offers has changed.
final class Registration {
    private final ControlPlane platform;
    private final Supplier<NodeRegistration> node;
    private NodeRegistration registered;
    private volatile Welcome welcome;

    /// node describes the machine as it is now; it may ask the engine.
    Registration(ControlPlane platform, Supplier<NodeRegistration> node) {
        this.platform = platform;
        this.node = node;
    }

    Welcome register() {
        return introduce(node.get());
    }

    /// Registers again when the node's offer is not the registered one.
    void refresh() {
        NodeRegistration now = node.get();
        if (outdatedBy(now)) {
            introduce(now);
        }
    }

    private synchronized boolean outdatedBy(NodeRegistration now) {
        return registered != null && !registered.equals(now);
    }

    private synchronized Welcome introduce(NodeRegistration now) {
        welcome = platform.register(now);
        registered = now;
        return welcome;
    }

    /// Never waits: who tells the platform that the engine hangs asks for it, while others ask that engine.
    Optional<Welcome> welcome() {
        return Optional.ofNullable(welcome);
    }
}
