package dev.slipway.node.agent;

import dev.slipway.model.assignment.AddedImage;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.NodeRegistration.Welcome;
import dev.slipway.node.platform.ControlPlane;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Introduces this node to the platform: at start, after every outage, and when what it offers has changed.
final class Registration {
    private final ControlPlane platform;
    private final Function<List<AddedImage>, NodeRegistration> node;
    private final Signal asked = new Signal();
    private NodeRegistration registered;
    private volatile Welcome welcome;
    private volatile List<AddedImage> added;

    /// node describes the machine as it is now, with what it has of the images that it is given, which are null until
    /// the platform asked for some; it may ask the engine.
    Registration(ControlPlane platform, Function<List<AddedImage>, NodeRegistration> node) {
        this.platform = platform;
        this.node = node;
    }

    Welcome register() {
        return introduce(node.apply(added));
    }

    /// Registers again when the node's offer is not the registered one.
    void refresh() {
        NodeRegistration now = node.apply(added);
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

    /// The images that the platform asks for now; null where it says nothing of them.
    void askedFor(List<AddedImage> images) {
        if (images != null && !images.equals(added)) {
            added = List.copyOf(images);
            asked.ring();
        }
    }

    /// How often it has been asked for other images than before.
    long asked() {
        return asked.count();
    }

    /// Returns when it was asked more often than that, at the latest after the given time.
    void awaitAsked(long before, Duration limit) throws InterruptedException {
        asked.await(before, limit);
    }

    /// Never waits: who tells the platform that the engine hangs asks for it, while others ask that engine.
    Optional<Welcome> welcome() {
        return Optional.ofNullable(welcome);
    }
}
