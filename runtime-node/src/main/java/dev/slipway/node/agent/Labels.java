package dev.slipway.node.agent;

import dev.slipway.engine.OwnLabels;
import dev.slipway.model.assignment.InstanceAssignment;
import java.util.Map;

/// What containers and images say of themselves; an agent that starts again reads what runs from here.
public final class Labels {
    public static final String KIND_INSTANCE = "instance";
    public static final String INSTANCE = "dev.slipway.instance";
    public static final String PROCESS = "dev.slipway.process";
    public static final String RELEASE = "dev.slipway.release";

    /// What finds every container of an instance.
    public static final Map<String, String> ALL_INSTANCES = Map.of(OwnLabels.KIND, KIND_INSTANCE);

    private Labels() {}

    /// What finds the container of one instance.
    public static Map<String, String> ofInstance(String instance) {
        return Map.of(OwnLabels.KIND, KIND_INSTANCE, INSTANCE, instance);
    }

    static Map<String, String> of(InstanceAssignment assignment) {
        return Map.of(
                OwnLabels.KIND,
                KIND_INSTANCE,
                OwnLabels.PROJECT,
                assignment.projectId(),
                OwnLabels.APPLICATION,
                assignment.application(),
                INSTANCE,
                assignment.id(),
                PROCESS,
                assignment.process(),
                RELEASE,
                String.valueOf(assignment.release()));
    }
}
