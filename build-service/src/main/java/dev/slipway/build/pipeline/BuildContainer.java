package dev.slipway.build.pipeline;

import dev.slipway.build.cache.Cache;
import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.NetworkPlace.InNetwork;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.PostCommit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The containers of a build. Of those that assemble and that install dependencies: the image's ENTRYPOINT stays in
/// force, the command
/// unpacks standard input at the root, says so, takes the closed environment from tmpfs, and becomes the script.
/// Paths are arguments, never part of the shell's text. Both its outputs are one, so that the engine's log has them
/// in the order in which they were heard.
final class BuildContainer {
    /// What the archive lets a group do stays so, and nobody needs to allow it again.
    private static final String TAR = "(umask 002; exec tar -C / -xf -)";

    private static final String UNPACK = "exec 2>&1; " + TAR + " && echo \"" + Greeting.text("$1") + "\" && ";
    private static final String RUN = ". " + BuildVariables.FILE + " && exec \"$1\"";
    /// What was saved is an archive in the archive, $2/artifacts.tar. A tenant's program made it, so it is read
    /// here, inside, and nowhere else.
    private static final String TAKE_ARTIFACTS = """
            {
              mkdir -p "$2/artifacts" && tar -C "$2/artifacts" -xf "$2/artifacts.tar" || {
                echo "Not incremental: what was saved cannot be unpacked."
                rm -rf "$2/artifacts"
              }
              rm -f "$2/artifacts.tar"
            } &&
            """;
    /// What was taken from the container that assembled came as archives in the archive, $2 and a number each; what
    /// follows are the directories in which they are unpacked.
    private static final String RUNTIME = """
            exec 2>&1
            %s || exit 1
            script=$1 prefix=$2 n=0
            shift 2
            for directory; do
              mkdir -p "$directory" && tar -C "$directory" -xf "$prefix$n.tar" && rm -f "$prefix$n.tar" || exit 1
              n=$((n + 1))
            done
            set -- "$script"
            [ -x "$1" ] || exit %d
            """.formatted(TAR, AssembleRuntime.NO_SCRIPT);
    private static final int PIDS = 1024;
    static final int CPU_SHARES = 512;
    static final long SHM_BYTES = 64L << 20;

    private BuildContainer() {}

    /// image is the builder's, or one of it that has the dependencies; artifacts says that the input has what an
    /// earlier build saved.
    static ContainerSpec assembling(
            BuildOrder order, Builder builder, String image, boolean artifacts, BuildNames names, List<String> dns) {
        List<String> command = artifacts
                ? shell(UNPACK + TAKE_ARTIFACTS + RUN, builder.assemble(), builder.destination())
                : shell(UNPACK + RUN, builder.assemble());
        return spec(order, image, command, BuildVariables.open(order), names, dns);
    }

    /// Of an image without tar or shell: what it assembles is put there before it starts.
    static ContainerSpec layered(BuildOrder order, Builder builder, BuildNames names, List<String> dns) {
        return spec(order, builder.image().id(), List.of(builder.assemble()), BuildVariables.both(order), names, dns);
    }

    private static List<String> shell(String text, String... arguments) {
        return Stream.concat(Stream.of("/bin/sh", "-c", text, "slipway"), Stream.of(arguments))
                .toList();
    }

    /// image is the builder's, or one of it that has other dependencies. What is written to the directories that the
    /// builder declares as caches goes with the container: nobody waits until it is removed, and no layer has it.
    static ContainerSpec installing(
            BuildOrder order,
            Builder builder,
            String image,
            DependencyContract dependencies,
            BuildNames names,
            List<String> dns) {
        List<String> command = shell(UNPACK + RUN, dependencies.script());
        return spec(order, names.container(order, "dependencies"), image, null, command, Map.of(), names, dns)
                .with(Cache.ofThisContainer(builder.image()), Map.of());
    }

    /// Of the runtime image, which takes what was assembled elsewhere.
    static ContainerSpec assemblingRuntime(BuildOrder order, RuntimeImage runtime, BuildNames names, List<String> dns) {
        List<String> arguments = new ArrayList<>(List.of(runtime.assemble(), AssembleRuntime.ARCHIVE));
        arguments.addAll(runtime.directories());
        List<String> command =
                shell(RUNTIME + "echo \"" + Greeting.text("$1") + "\" && " + RUN, arguments.toArray(String[]::new));
        return spec(order, runtime.image().id(), command, BuildVariables.open(order), names, dns);
    }

    /// Of the image of the build before; as S2I says, with nothing in the environment but the image's own.
    static ContainerSpec saving(BuildOrder order, String image, String script, BuildNames names, List<String> dns) {
        return spec(order, names.container(order, "artifacts"), image, null, List.of(script), Map.of(), names, dns);
    }

    /// Of the new image, with nothing in the environment but the image's own.
    static ContainerSpec checking(
            BuildOrder order, PostCommit check, String image, BuildNames names, List<String> dns) {
        return spec(order, names.container(order), image, check.entrypoint(), check.words(), Map.of(), names, dns);
    }

    private static ContainerSpec spec(
            BuildOrder order,
            String image,
            List<String> command,
            Map<String, String> environment,
            BuildNames names,
            List<String> dns) {
        return spec(order, names.container(order), image, null, command, environment, names, dns);
    }

    private static ContainerSpec spec(
            BuildOrder order,
            String name,
            String image,
            List<String> entrypoint,
            List<String> command,
            Map<String, String> environment,
            BuildNames names,
            List<String> dns) {
        return new ContainerSpec(
                name,
                image,
                command,
                entrypoint,
                environment,
                names.containerLabels(order),
                new InNetwork(names.network(order).name(), dns),
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
