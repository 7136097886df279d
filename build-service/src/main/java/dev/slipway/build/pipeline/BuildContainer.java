package dev.slipway.build.pipeline;

import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.model.assignment.BuildOrder;
import java.util.List;
import java.util.Map;

/// The containers that assemble and that install dependencies: the image's ENTRYPOINT stays in force, the command
/// unpacks standard input at the root, says so, takes the closed environment from tmpfs, and becomes the script.
/// Paths are arguments, never part of the shell's text. Both its outputs are one, so that the engine's log has them
/// in the order in which they were heard.
final class BuildContainer {
    private static final String UNPACK_AND_RUN = "exec 2>&1; tar -C / -xf - && echo \"" + Greeting.text("$1")
            + "\" && . " + BuildVariables.FILE + " && exec \"$1\"";
    private static final int PIDS = 1024;
    private static final int CPU_SHARES = 512;
    private static final long SHM_BYTES = 64L << 20;

    private BuildContainer() {}

    /// image is the builder's, or one of it that has the dependencies.
    static ContainerSpec assembling(
            BuildOrder order, Builder builder, String image, BuildNames names, List<String> dns) {
        return spec(order, image, unpackAndRun(builder.assemble()), BuildVariables.open(order), names, dns);
    }

    static ContainerSpec installing(
            BuildOrder order, Builder builder, DependencyContract dependencies, BuildNames names, List<String> dns) {
        return spec(order, builder.image().id(), unpackAndRun(dependencies.script()), Map.of(), names, dns);
    }

    private static List<String> unpackAndRun(String script) {
        return List.of("/bin/sh", "-c", UNPACK_AND_RUN, "slipway", script);
    }

    /// Of the image of the build before; as S2I says, with nothing in the environment but the image's own.
    static ContainerSpec saving(BuildOrder order, Builder builder, BuildNames names, List<String> dns) {
        return spec(order, order.previousImage(), List.of(builder.saveArtifacts()), Map.of(), names, dns);
    }

    private static ContainerSpec spec(
            BuildOrder order,
            String image,
            List<String> command,
            Map<String, String> environment,
            BuildNames names,
            List<String> dns) {
        return new ContainerSpec(
                names.container(order),
                image,
                command,
                null,
                environment,
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
