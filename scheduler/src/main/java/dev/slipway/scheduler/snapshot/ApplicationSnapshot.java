package dev.slipway.scheduler.snapshot;

import dev.slipway.model.application.Rollout;
import dev.slipway.model.resource.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// An application with all that decides about its instances. currentRelease, restartedAt and deployment may be
/// null. replicas is the live scale by process; releases holds, for the current release and the one under
/// deployment, what each process requests; instances are those not yet ended; failures are recent (see {@link
/// Failures}).
public record ApplicationSnapshot(
        UUID id,
        String name,
        long version,
        long observedVersion,
        Standing standing,
        Integer currentRelease,
        Rollout rollout,
        Instant restartedAt,
        Map<String, Integer> replicas,
        DeploymentSnapshot deployment,
        Map<Integer, Map<String, Resources>> releases,
        List<InstanceSnapshot> instances,
        List<Failures> failures) {

    public ApplicationSnapshot {
        replicas = Map.copyOf(replicas);
        releases = Map.copyOf(releases);
        instances = List.copyOf(instances);
        failures = List.copyOf(failures);
    }

    /// The release that shall run: that of the deployment under way, else the current one, else null.
    public Integer desiredRelease() {
        return deployment == null ? currentRelease : Integer.valueOf(deployment.release());
    }

    /// How many instances of a process shall run; 0 for one that the desired release does not have.
    public int wanted(String process) {
        boolean known = releases.getOrDefault(desiredRelease() == null ? -1 : desiredRelease(), Map.of())
                .containsKey(process);
        return standing == Standing.ACTIVE && known ? replicas.getOrDefault(process, 0) : 0;
    }

    public Optional<Failures> failures(int release, String process) {
        return failures.stream()
                .filter(each -> each.release() == release && each.process().equals(process))
                .findFirst();
    }
}
