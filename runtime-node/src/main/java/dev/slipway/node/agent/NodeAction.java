package dev.slipway.node.agent;

import dev.slipway.model.assignment.InstanceAssignment;

/// One step that brings what a node holds nearer to what it shall hold. At most one at a time runs per instance.
public sealed interface NodeAction {

    /// The instance it is about.
    String instance();

    /// No container of the instance exists: makes one and starts it.
    record CreateAndStart(InstanceAssignment assignment) implements NodeAction {
        @Override
        public String instance() {
            return assignment.id();
        }
    }

    /// The container was made but never started: an agent died in between.
    record Start(String instance, String container) implements NodeAction {}

    /// Out of the routes, drained, ended, removed.
    record Stop(String instance, String container) implements NodeAction {}

    /// The container has ended already.
    record Remove(String instance, String container) implements NodeAction {}

    /// No container is left: what is remembered of the instance's end may go.
    record Forget(String instance) implements NodeAction {}
}
