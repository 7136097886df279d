package dev.slipway.scheduler.reconcile;

import dev.slipway.model.application.Rollout;
import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.snapshot.ApplicationSnapshot;
import dev.slipway.scheduler.snapshot.DeploymentSnapshot;
import dev.slipway.scheduler.snapshot.Failures;
import dev.slipway.scheduler.snapshot.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An application of a {@link World}, with the verbs its owner has.
final class SimulatedApplication {
    final UUID id;
    final String name;
    final List<SimulatedInstance> instances = new ArrayList<>();
    final Map<String, Integer> replicas = new TreeMap<>();
    private final Map<Integer, Map<String, Resources>> releases = new TreeMap<>();
    Rollout rollout = Rollout.DEFAULT;
    Standing standing = Standing.ACTIVE;
    Integer current;
    Instant restartedAt;
    long version = 1;
    long observedVersion = 1;

    UUID deployment;
    DeploymentState state;
    int number;
    int deploying;
    Instant deployedAt;
    boolean cancelRequested;
    Action lastEnd;

    SimulatedApplication(String name) {
        this.name = name;
        this.id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    SimulatedApplication scaled(String process, int count) {
        replicas.put(process, count);
        return this;
    }

    SimulatedApplication rollout(Rollout policy) {
        rollout = policy;
        return this;
    }

    /// A release whose every process requests 100m; the newest one is deployed, superseding what is under way.
    SimulatedApplication deploy(int release, Instant now) {
        return deploy(release, World.resources(100, 128), now);
    }

    SimulatedApplication deploy(int release, Resources requests, Instant now) {
        releases.put(release, replicas.keySet().stream().collect(Collectors.toMap(process -> process, _ -> requests)));
        number++;
        deployment = UUID.nameUUIDFromBytes((name + number).getBytes(StandardCharsets.UTF_8));
        state = DeploymentState.PENDING;
        deploying = release;
        deployedAt = now;
        cancelRequested = false;
        return this;
    }

    void complete() {
        current = deploying;
        end(new Action.CompleteDeployment(deployment));
    }

    void end(Action last) {
        lastEnd = last;
        deployment = null;
    }

    Stream<SimulatedInstance> live(String process) {
        return instances.stream().filter(each -> each.process.equals(process) && each.state.live());
    }

    List<SimulatedInstance> serving() {
        return instances.stream().filter(SimulatedInstance::serving).toList();
    }

    /// Nothing is under way, and every process has what is wanted of the current release.
    boolean atRest() {
        return deployment == null
                && instances.stream().noneMatch(each -> each.state == InstanceState.STOPPING)
                && replicas.keySet().stream()
                        .allMatch(process -> live(process).count() == wanted(process)
                                && live(process).allMatch(each -> each.serving() && each.release == current));
    }

    int wanted(String process) {
        return standing == Standing.ACTIVE && current != null ? replicas.get(process) : 0;
    }

    ApplicationSnapshot snapshot(Instant now) {
        return new ApplicationSnapshot(
                id,
                name,
                version,
                observedVersion,
                standing,
                current,
                rollout,
                restartedAt,
                replicas,
                deployment == null ? null : deploymentSnapshot(),
                releases,
                instances.stream()
                        .filter(each -> !each.state.terminal())
                        .map(SimulatedInstance::snapshot)
                        .toList(),
                failures(now));
    }

    private DeploymentSnapshot deploymentSnapshot() {
        long failures = instances.stream()
                .filter(each -> each.state == InstanceState.FAILED && each.release == deploying)
                .filter(each -> !each.createdAt.isBefore(deployedAt))
                .count();
        return new DeploymentSnapshot(
                deployment,
                number,
                deploying,
                rollout.strategy(),
                state,
                deployedAt,
                deployedAt.plus(rollout.deadline()),
                cancelRequested,
                "ada",
                (int) failures);
    }

    private List<Failures> failures(Instant now) {
        Duration window = Duration.ofMinutes(Failures.WINDOW_MINUTES);
        return instances.stream()
                .filter(each -> each.state == InstanceState.FAILED)
                .filter(each -> each.finishedAt.plus(window).isAfter(now))
                .collect(Collectors.groupingBy(
                        each -> each.release + " " + each.process, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(SimulatedApplication::failures)
                .toList();
    }

    private static Failures failures(List<SimulatedInstance> failed) {
        SimulatedInstance last = failed.stream()
                .max(Comparator.comparing(each -> each.finishedAt))
                .orElseThrow();
        int inARow = failed.stream().mapToInt(each -> each.restarts + 1).max().orElseThrow();
        return new Failures(
                last.release,
                last.process,
                inARow,
                last.finishedAt,
                "Crashed",
                "It ended with exit code 1.",
                List.of("boom"));
    }
}
