package dev.slipway.model.assignment;

import java.util.List;
import java.util.function.UnaryOperator;

/// Everything a node shall hold, as of version. Answer to GET /node/v1/nodes/{name}/assignments?after=&wait=.
/// incarnation names the database it comes from; an older one, or a lower version of the same one, is ignored.
/// hash is the SHA-256 (hex) of the state's canonical form, checked by the node after applying a delta. upkeep
/// is never null; an older platform says nothing of it.
public record DesiredState(
        long incarnation,
        long version,
        String hash,
        List<InstanceAssignment> instances,
        List<RouteAssignment> routes,
        Upkeep upkeep) {

    public DesiredState {
        upkeep = upkeep == null ? Upkeep.NONE : upkeep;
    }

    /// Without orders.
    public DesiredState(
            long incarnation,
            long version,
            String hash,
            List<InstanceAssignment> instances,
            List<RouteAssignment> routes) {
        this(incarnation, version, hash, instances, routes, Upkeep.NONE);
    }

    /// The same state with every instance in another network.
    public DesiredState in(UnaryOperator<TenantNetwork> networks) {
        List<InstanceAssignment> moved = instances.stream()
                .map(instance -> instance.in(networks.apply(instance.network())))
                .toList();
        return new DesiredState(incarnation, version, hash, moved, routes, upkeep);
    }
}
