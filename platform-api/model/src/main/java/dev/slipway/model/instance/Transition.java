package dev.slipway.model.instance;

/// What an event does to an instance.
public sealed interface Transition {
    /// It moves on.
    record To(InstanceState state) implements Transition {}

    /// Nothing to do: it is there already, or the news is old.
    record Unchanged() implements Transition {}

    /// This cannot be; the node that says so must remove the container.
    record Illegal(String why) implements Transition {}
}
