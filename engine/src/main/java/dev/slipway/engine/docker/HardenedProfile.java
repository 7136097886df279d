package dev.slipway.engine.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.NetworkPlace;
import dev.slipway.engine.NetworkPlace.InNetwork;
import dev.slipway.engine.NetworkPlace.Nowhere;
import dev.slipway.engine.NetworkPlace.With;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The one profile every container has, builds and instances alike: no root, no capabilities, no new privileges,
/// hard limits on everything that can run out. Pure: fills in a request, sends nothing.
/// Seccomp, masked paths and user namespaces are never named, so the engine's safe defaults stand.
/// privateCgroups: the machine's kernel knows control group namespaces.
record HardenedProfile(boolean privateCgroups) {

    /// What of an image matters to the profile: its environment sets HOME; its command lies below /tmp; it has a
    /// HEALTHCHECK.
    record ImageTraits(boolean setsHome, boolean runsFromTmp, boolean checksHealth) {}

    private static final int OUT_OF_MEMORY_PREFERENCE = 500;
    private static final int STOP_SECONDS = 30;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// label marks the container and its volumes. The image's own HEALTHCHECK would be run by the engine, outside of
    /// every
    /// limit and as often as it says; the node probes.
    CreateContainerCmd applied(
            CreateContainerCmd request, ContainerSpec spec, InstallationLabel label, ImageTraits image) {
        request.withImage(spec.image())
                .withName(spec.name())
                .withUser(spec.uid() + ":0")
                .withEnv(environment(spec, image))
                .withLabels(label.on(spec.labels()))
                .withStdinOpen(spec.stdin())
                .withStdInOnce(spec.stdin())
                .withStopSignal("SIGTERM")
                .withStopTimeout(STOP_SECONDS)
                .withNetworkDisabled(false)
                .withHostConfig(limits(isolation(new HostConfig(), spec, label), spec, image));
        if (image.checksHealth()) {
            request.withHealthcheck(new HealthCheck().withTest(List.of("NONE")));
        }
        if (spec.command() != null) {
            request.withCmd(spec.command());
        }
        if (spec.entrypoint() != null) {
            request.withEntrypoint(spec.entrypoint());
        }
        return request;
    }

    private HostConfig isolation(HostConfig host, ContainerSpec spec, InstallationLabel label) {
        host.withPrivileged(false)
                .withCapDrop(Capability.ALL)
                .withCapAdd()
                .withSecurityOpts(List.of("no-new-privileges:true"))
                .withReadonlyRootfs(spec.readOnlyRoot())
                .withNetworkMode(networkMode(spec.network()))
                .withDns(spec.network() instanceof InNetwork network ? network.dns() : List.of())
                .withPublishAllPorts(false)
                .withMounts(mounts(spec, label))
                .withDevices(new Device[0])
                .withDeviceRequests(List.of())
                .withSysctls(Map.of())
                .withGroupAdd(List.of())
                .withExtraHosts()
                .withIpcMode("private")
                .withInit(true)
                .withAutoRemove(false)
                .withRestartPolicy(RestartPolicy.noRestart())
                .withRuntime("runc");
        return privateCgroups ? host.withCgroupnsMode("private") : host;
    }

    /// Only volumes: nothing of the machine's own files.
    private static List<Mount> mounts(ContainerSpec spec, InstallationLabel label) {
        return spec.volumes().stream()
                .map(place -> new Mount()
                        .withType(MountType.VOLUME)
                        .withSource(place.volume())
                        .withTarget(place.path())
                        .withVolumeOptions(new VolumeOptions().withLabels(label.on(place.labels()))))
                .toList();
    }

    private static String networkMode(NetworkPlace place) {
        return switch (place) {
            case Nowhere _ -> "none";
            case InNetwork network -> network.name();
            case With other -> "container:" + other.container();
        };
    }

    private static HostConfig limits(HostConfig host, ContainerSpec spec, ImageTraits image) {
        return host.withPidsLimit((long) spec.pids())
                .withMemory(spec.memoryBytes())
                // Equal to memory: no swap.
                .withMemorySwap(spec.memoryBytes())
                .withNanoCPUs(spec.cpuMillis() * NANOS_PER_MILLI)
                .withCpuShares(spec.cpuShares())
                .withOomScoreAdj(OUT_OF_MEMORY_PREFERENCE)
                .withUlimits(List.of(new Ulimit("nofile", 4096L, 8192L), new Ulimit("core", 0L, 0L)))
                .withShmSize(spec.shmBytes())
                .withTmpFs(temporary(spec, image))
                .withLogConfig(new LogConfig(LoggingType.LOCAL, logging(spec)));
    }

    /// Output that somebody may follow again from its beginning is kept whole: its writer waits for the log. Everybody
    /// else loses lines rather than time.
    private static Map<String, String> logging(ContainerSpec spec) {
        Map<String, String> options = new TreeMap<>(Map.of("max-size", "10m", "max-file", "3"));
        options.putAll(
                spec.stdin() ? Map.of("mode", "blocking") : Map.of("mode", "non-blocking", "max-buffer-size", "4m"));
        return options;
    }

    /// Not over /tmp where the image's command lies there: it would hide it.
    private static Map<String, String> temporary(ContainerSpec spec, ImageTraits image) {
        return spec.readOnlyRoot() && !image.runsFromTmp()
                ? Map.of("/tmp", "rw,exec,nosuid,nodev,mode=1777,nr_inodes=65536,size=" + spec.memoryBytes())
                : Map.of();
    }

    private static List<String> environment(ContainerSpec spec, ImageTraits image) {
        Map<String, String> environment = new TreeMap<>(spec.environment());
        if (!image.setsHome()) {
            environment.putIfAbsent("HOME", "/tmp");
        }
        List<String> entries = new ArrayList<>();
        environment.forEach((name, value) -> entries.add(name + "=" + value));
        return entries;
    }
}
