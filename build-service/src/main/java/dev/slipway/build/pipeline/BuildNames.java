package dev.slipway.build.pipeline;

import dev.slipway.build.dependency.DependencyLayers;
import dev.slipway.build.sandbox.Sandboxes;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.Networks.NetworkSpec;
import dev.slipway.engine.OwnLabels;
import dev.slipway.model.assignment.BuildOrder;
import java.util.Map;

/// How what a build makes is called and labelled.
record BuildNames(String installation, String node) {
    private static final String NAME = "-build-";

    String container(BuildOrder order) {
        return "slipway-" + installation + NAME + order.id();
    }

    /// The id of the build that a container is of. One that waited for it has it in its name alone; empty while it
    /// waits.
    static String build(ContainerStatus container) {
        String label = container.labels().getOrDefault(OwnLabels.BUILD, "");
        int name = container.name().indexOf(NAME);
        return !label.isEmpty() || name < 0 ? label : container.name().substring(name + NAME.length());
    }

    /// Of a build that comes again the first one may still be ending.
    static String attempt(BuildOrder order) {
        return order.id() + "/" + order.epoch();
    }

    /// Of a step that comes before the source is assembled.
    String container(BuildOrder order, String step) {
        return container(order) + "-" + step;
    }

    Map<String, String> containerLabels(BuildOrder order) {
        return Map.of(
                InstallationLabel.NAME,
                installation,
                OwnLabels.KIND,
                Sandboxes.BUILD,
                OwnLabels.NODE,
                node,
                OwnLabels.PROJECT,
                order.projectId(),
                OwnLabels.APPLICATION,
                order.application(),
                OwnLabels.BUILD,
                order.id(),
                DependencyLayers.PLACE,
                "");
    }

    String tag(BuildOrder order) {
        return "slipway-" + installation + "/" + order.project() + "/" + order.application() + ":b" + order.number();
    }

    NetworkSpec network(BuildOrder order) {
        int number = order.network().number();
        String bridge = "s" + installation.substring(0, Math.min(4, installation.length())) + "p" + number;
        return new NetworkSpec(
                "slipway-" + installation + "-p" + number,
                bridge,
                order.network().subnet());
    }
}
