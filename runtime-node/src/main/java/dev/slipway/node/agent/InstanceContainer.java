package dev.slipway.node.agent;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.NetworkPlace.InNetwork;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.node.network.TenantNetworks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The container of an instance, as a value. Pure; the engine's hardened profile does the rest.
final class InstanceContainer {
    private static final int PIDS = 256;
    private static final long SHM_BYTES = 16L << 20;
    private static final int SHARES_PER_CPU = 1024;
    private static final int FEWEST_SHARES = 2;

    private InstanceContainer() {}

    static String name(String installation, String instance) {
        return "slipway-" + installation + "-instance-" + instance;
    }

    static ContainerSpec spec(InstanceAssignment assignment, String installation, List<String> dns) {
        List<String> command = assignment.command();
        return new ContainerSpec(
                name(installation, assignment.id()),
                assignment.imageId(),
                command == null || command.isEmpty() ? null : command,
                null,
                environment(assignment),
                Labels.of(assignment),
                new InNetwork(
                        TenantNetworks.name(installation, assignment.network().number()), dns),
                assignment.network().uid(),
                assignment.cpuMillis(),
                Math.max(FEWEST_SHARES, assignment.cpuMillis() * SHARES_PER_CPU / 1000),
                assignment.memoryBytes(),
                PIDS,
                SHM_BYTES,
                assignment.readOnlyRoot(),
                false);
    }

    private static Map<String, String> environment(InstanceAssignment assignment) {
        Map<String, String> environment = new HashMap<>(assignment.environment());
        if (assignment.port() != null) {
            environment.put("PORT", String.valueOf(assignment.port()));
        }
        return environment;
    }
}
