package dev.slipway.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What may differ between containers; everything else is the hardened profile, which nobody
/// can ask to leave. uid is from a project's block, 1,000,000,000 or above; gid is always 0. command and
/// entrypoint null mean the image's own. memoryBytes at least 6 MiB (the engine's floor), pids 16 to 4096.
/// stdin true opens standard input for {@link Streams#run}.
/// readOnlyRoot adds an executable tmpfs at /tmp. volumes with a name outlive the container.
public record ContainerSpec(
        String name,
        String image,
        List<String> command,
        List<String> entrypoint,
        Map<String, String> environment,
        Map<String, String> labels,
        NetworkPlace network,
        long uid,
        int cpuMillis,
        int cpuShares,
        long memoryBytes,
        int pids,
        long shmBytes,
        boolean readOnlyRoot,
        boolean stdin,
        List<VolumePlace> volumes) {
    private static final long FIRST_TENANT_UID = 1_000_000_000L;
    private static final long SMALLEST_MEMORY = 6L << 20;

    /// Throws IllegalArgumentException for a spec outside the profile.
    public ContainerSpec {
        if (uid < FIRST_TENANT_UID) {
            throw new IllegalArgumentException("uid " + uid + " is not a project's");
        }
        if (memoryBytes < SMALLEST_MEMORY) {
            throw new IllegalArgumentException("memory " + memoryBytes + " is below the engine's floor of 6 MiB");
        }
        if (cpuMillis < 1 || pids < 16 || pids > 4096) {
            throw new IllegalArgumentException("cpu or pids out of range");
        }
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
        volumes = List.copyOf(volumes);
    }

    /// Without volumes.
    public ContainerSpec(
            String name,
            String image,
            List<String> command,
            List<String> entrypoint,
            Map<String, String> environment,
            Map<String, String> labels,
            NetworkPlace network,
            long uid,
            int cpuMillis,
            int cpuShares,
            long memoryBytes,
            int pids,
            long shmBytes,
            boolean readOnlyRoot,
            boolean stdin) {
        this(
                name,
                image,
                command,
                entrypoint,
                environment,
                labels,
                network,
                uid,
                cpuMillis,
                cpuShares,
                memoryBytes,
                pids,
                shmBytes,
                readOnlyRoot,
                stdin,
                List.of());
    }

    /// The same in another place of the network.
    public ContainerSpec at(NetworkPlace place) {
        return changed(name, environment, place, labels, volumes);
    }

    /// The same under another name, with this environment and these labels alone.
    public ContainerSpec as(String other, Map<String, String> variables, Map<String, String> marks) {
        return changed(other, variables, network, marks, volumes);
    }

    /// The same with these volumes alone, and with further labels.
    public ContainerSpec with(List<VolumePlace> mounted, Map<String, String> marks) {
        Map<String, String> more = new HashMap<>(labels);
        more.putAll(marks);
        return changed(name, environment, network, more, mounted);
    }

    private ContainerSpec changed(
            String other,
            Map<String, String> variables,
            NetworkPlace place,
            Map<String, String> marks,
            List<VolumePlace> mounted) {
        return new ContainerSpec(
                other,
                image,
                command,
                entrypoint,
                variables,
                marks,
                place,
                uid,
                cpuMillis,
                cpuShares,
                memoryBytes,
                pids,
                shmBytes,
                readOnlyRoot,
                stdin,
                mounted);
    }

    /// A volume at an absolute path. One that is not there is made with these labels; while it is empty it is filled
    /// with what the image has at that path, rights and owner too. volume null is one that goes with the container.
    public record VolumePlace(String volume, Map<String, String> labels, String path) {
        public VolumePlace {
            labels = Map.copyOf(labels);
        }
    }
}
