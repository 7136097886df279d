package dev.slipway.platform.node;

import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.model.assignment.Upkeep;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.route.Target;
import java.util.List;
import java.util.UUID;

/// What the database says that matters to one node: the instances placed on it, every route, and how the
/// applications behind the routes fare anywhere.
record NodeView(String node, List<Placed> instances, List<Entry> routes, List<Condition> conditions, Upkeep upkeep) {

    /// An instance that was given to the node and has not ended. spec is null where its release knows no such
    /// process.
    record Placed(
            String id,
            InstanceState state,
            UUID projectId,
            String project,
            UUID applicationId,
            String application,
            String process,
            int release,
            String commit,
            String imageId,
            ProcessSpec spec,
            boolean readOnlyRoot,
            int cpuMillis,
            long memoryBytes,
            TenantNetwork network) {}

    /// A route; deleted when its project lies in the trash.
    record Entry(UUID id, UUID projectId, String host, String path, List<Target> targets, boolean deleted) {}

    /// How an application fares. stopped: nothing of it shall run, or nothing was ever deployed nor is being built;
    /// replicas is the wanted number of its web process; starting: an instance, a deployment or its first build is
    /// on its way; failing: an instance of its newest release failed of late.
    record Condition(
            UUID projectId,
            String application,
            boolean stopped,
            int replicas,
            boolean starting,
            boolean failing,
            List<Endpoint> ready) {}

    /// A ready instance of the web process.
    record Endpoint(String node, String address, int port) {}
}
