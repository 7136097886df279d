package dev.slipway.model.instance;

/// What can happen to an instance.
public sealed interface InstanceEvent {
    /// The scheduler chose a node.
    record Assigned() implements InstanceEvent {}

    /// The node reports that its container runs.
    record Started() implements InstanceEvent {}

    /// The node reports that its probe is well.
    record BecameReady() implements InstanceEvent {}

    /// The scheduler or a person wants it gone.
    record StopAsked() implements InstanceEvent {}

    /// The node reports that its container ended or never came to be.
    record Ended() implements InstanceEvent {}

    /// The node has been silent for longer than its lease.
    record NodeLost() implements InstanceEvent {}
}
