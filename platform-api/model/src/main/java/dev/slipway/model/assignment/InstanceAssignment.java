package dev.slipway.model.assignment;

import dev.slipway.model.application.Probes;
import java.util.List;
import java.util.Map;

/// One instance a node shall hold. desired RUN or STOP; after STOP the node drains, ends and removes the
/// container. command null means the image's own. port null means the process takes no traffic. environment
/// holds run secrets.
public record InstanceAssignment(
        String id,
        Desired desired,
        String projectId,
        String project,
        String application,
        String process,
        int release,
        String imageId,
        List<String> command,
        Map<String, String> environment,
        Integer port,
        int cpuMillis,
        long memoryBytes,
        boolean readOnlyRoot,
        Probes probes,
        TenantNetwork network) {

    /// The same instance in another network.
    public InstanceAssignment in(TenantNetwork other) {
        return new InstanceAssignment(
                id,
                desired,
                projectId,
                project,
                application,
                process,
                release,
                imageId,
                command,
                environment,
                port,
                cpuMillis,
                memoryBytes,
                readOnlyRoot,
                probes,
                other);
    }

    public enum Desired {
        RUN,
        STOP
    }
}
