package dev.slipway.node.agent;

import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.router.table.Endpoint;

/// A container of this node that may take traffic now. Only process web with a port takes any.
record ReadyInstance(String container, String projectId, String application, Endpoint endpoint) {
    static final String ROUTED_PROCESS = "web";

    /// port is where it is reached. Null when the instance takes no traffic.
    static ReadyInstance of(String container, String address, Integer port, InstanceAssignment assignment) {
        if (port == null || address == null || !ROUTED_PROCESS.equals(assignment.process())) {
            return null;
        }
        Endpoint endpoint = new Endpoint(address, port);
        return new ReadyInstance(container, assignment.projectId(), assignment.application(), endpoint);
    }

    boolean serves(String project, String name) {
        return projectId.equals(project) && application.equals(name);
    }
}
