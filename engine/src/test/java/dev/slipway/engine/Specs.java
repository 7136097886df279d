package dev.slipway.engine;

import java.util.List;
import java.util.Map;

/// Container specs for tests.
public final class Specs {
    public static final long UID = 1_000_010_000L;

    private Specs() {}

    /// 64 MiB, a quarter of a CPU, 64 pids, no network, standard input open.
    public static ContainerSpec spec(String name, String image, List<String> command) {
        return new ContainerSpec(
                name,
                image,
                command,
                null,
                Map.of(),
                Map.of(),
                NetworkPlace.nowhere(),
                UID,
                250,
                256,
                64L << 20,
                64,
                16L << 20,
                false,
                true);
    }

    public static ContainerSpec labelled(ContainerSpec spec, Map<String, String> labels) {
        return changed(spec, spec.environment(), labels, spec.network(), spec.memoryBytes(), spec.readOnlyRoot());
    }

    public static ContainerSpec withEnvironment(ContainerSpec spec, Map<String, String> environment) {
        return changed(spec, environment, spec.labels(), spec.network(), spec.memoryBytes(), spec.readOnlyRoot());
    }

    public static ContainerSpec on(ContainerSpec spec, String network) {
        return spec.at(NetworkPlace.in(network));
    }

    public static ContainerSpec withMemory(ContainerSpec spec, long bytes) {
        return changed(spec, spec.environment(), spec.labels(), spec.network(), bytes, spec.readOnlyRoot());
    }

    public static ContainerSpec readOnly(ContainerSpec spec) {
        return changed(spec, spec.environment(), spec.labels(), spec.network(), spec.memoryBytes(), true);
    }

    private static ContainerSpec changed(
            ContainerSpec spec,
            Map<String, String> environment,
            Map<String, String> labels,
            NetworkPlace network,
            long memoryBytes,
            boolean readOnlyRoot) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                spec.command(),
                spec.entrypoint(),
                environment,
                labels,
                network,
                spec.uid(),
                spec.cpuMillis(),
                spec.cpuShares(),
                memoryBytes,
                spec.pids(),
                spec.shmBytes(),
                readOnlyRoot,
                spec.stdin());
    }
}
