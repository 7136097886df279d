package dev.slipway.build.pipeline;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.model.assignment.BuildOrder;
import java.util.List;

/// The container that assembles: the image's ENTRYPOINT stays in force, the command unpacks standard
/// input at the root, says so, takes the closed environment from tmpfs, and becomes the assemble script. Paths are
/// arguments, never part of the shell's text. Both its outputs are one, so that the engine's log has them in the order
/// in which they were heard.
final class BuildContainer {
    private static final String UNPACK_AND_ASSEMBLE = "exec 2>&1; tar -C / -xf - && echo \"" + Greeting.text("$1")
            + "\" && . " + BuildVariables.FILE + " && exec \"$1\"";
    private static final int PIDS = 1024;
    private static final int CPU_SHARES = 512;
    private static final long SHM_BYTES = 64L << 20;

    private BuildContainer() {}

    static ContainerSpec spec(BuildOrder order, Builder builder, BuildNames names, List<String> dns) {
        return new ContainerSpec(
                names.container(order),
                builder.image().id(),
                List.of("/bin/sh", "-c", UNPACK_AND_ASSEMBLE, "slipway", builder.assemble()),
                null,
                BuildVariables.open(order),
                names.containerLabels(order),
                names.network(order).name(),
                dns,
                order.network().uid(),
                order.cpuMillis(),
                CPU_SHARES,
                order.memoryBytes(),
                PIDS,
                SHM_BYTES,
                false,
                true);
    }
}
