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
    private Welcome welcome;

    /// node describes the machine as it is now; it may ask the engine.
    Registration(ControlPlane platform, Supplier<NodeRegistration> node) {
        this.platform = platform;
        this.node = node;
    }

    synchronized Welcome register() {
        NodeRegistration now = node.get();
        welcome = platform.register(now);
        registered = now;
        return welcome;
    }

    /// Registers again when the node's offer is not the registered one.
    synchronized void refresh() {
        if (registered != null && !node.get().equals(registered)) {
            register();
        }
    }

    synchronized Optional<Welcome> welcome() {
        return Optional.ofNullable(welcome);
    }
}
