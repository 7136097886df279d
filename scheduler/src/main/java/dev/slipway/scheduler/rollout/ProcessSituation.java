package dev.slipway.scheduler.rollout;

import dev.slipway.model.application.Rollout;
import dev.slipway.scheduler.snapshot.ApplicationSnapshot;
import dev.slipway.scheduler.snapshot.DeploymentSnapshot;
import dev.slipway.scheduler.snapshot.Failures;
import dev.slipway.scheduler.snapshot.InstanceSnapshot;
import dev.slipway.scheduler.snapshot.Standing;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One process of one application as its rollout sees it: what is wanted, and the instances that have not ended.
/// Fresh is what shall stay: of the desired release, made after the last restart was asked for and on a node that is
/// not being drained; all else is old. maxSurge and maxUnavailable are counts of instances.
/// release and failures may be null; failures before the last deployment or restart was asked for hold nobody back.
public record ProcessSituation(
        String process,
        Integer release,
        int wanted,
        Rollout.Strategy strategy,
        int maxSurge,
        int maxUnavailable,
        boolean deploying,
        Standing standing,
        Instant restartedAt,
        Set<String> drainingNodes,
        Failures failures,
        List<InstanceSnapshot> instances) {

    /// Every process that is wanted or has instances, by name. Instances of abandoned nodes are left out.
    public static List<ProcessSituation> of(
            ApplicationSnapshot application, Set<String> abandonedNodes, Set<String> drainingNodes) {
        Set<String> names = new TreeSet<>();
        if (application.desiredRelease() != null) {
            names.addAll(application.replicas().keySet());
        }
        application.instances().forEach(instance -> names.add(instance.process()));
        return names.stream()
                .map(name -> of(application, name, abandonedNodes, drainingNodes))
                .toList();
    }

    private static ProcessSituation of(
            ApplicationSnapshot application, String process, Set<String> abandonedNodes, Set<String> drainingNodes) {
        DeploymentSnapshot deployment = application.deployment();
        Rollout rollout = application.rollout();
        int wanted = application.wanted(process);
        Integer release = application.desiredRelease();
        return new ProcessSituation(
                process,
                release,
                wanted,
                deployment == null ? rollout.strategy() : deployment.strategy(),
                rollout.surge(wanted),
                rollout.unavailable(wanted),
                deployment != null,
                application.standing(),
                application.restartedAt(),
                drainingNodes,
                release == null ? null : recentFailures(application, release, process),
                application.instances().stream()
                        .filter(instance -> instance.process().equals(process))
                        .filter(instance -> instance.node() == null || !abandonedNodes.contains(instance.node()))
                        .sorted(Comparator.comparing(InstanceSnapshot::createdAt)
                                .reversed()
                                .thenComparing(InstanceSnapshot::id))
                        .toList());
    }

    private static Failures recentFailures(ApplicationSnapshot application, int release, String process) {
        DeploymentSnapshot deployment = application.deployment();
        Instant asked = deployment == null ? Instant.MIN : deployment.createdAt();
        Instant restarted = application.restartedAt() == null ? Instant.MIN : application.restartedAt();
        return application
                .failures(release, process)
                .filter(each -> each.lastAt().isAfter(asked) && each.lastAt().isAfter(restarted))
                .orElse(null);
    }

    /// Live ones that shall stay, those that do not serve first, then the youngest.
    List<InstanceSnapshot> fresh() {
        return instances.stream()
                .filter(InstanceSnapshot::live)
                .filter(this::isFresh)
                .sorted(Comparator.comparing(InstanceSnapshot::serving))
                .toList();
    }

    /// Live ones that shall go, the youngest first.
    List<InstanceSnapshot> old() {
        return instances.stream()
                .filter(InstanceSnapshot::live)
                .filter(instance -> !isFresh(instance))
                .toList();
    }

    boolean oldRemain() {
        return instances.stream().anyMatch(instance -> !isFresh(instance));
    }

    /// Everything wanted serves and nothing old is left but what is on its way out.
    boolean replaced() {
        return old().isEmpty() && serving() >= wanted;
    }

    /// The same, and what is on its way out is reached no more.
    boolean complete() {
        return replaced() && instances.stream().noneMatch(instance -> instance.ready() && !isFresh(instance));
    }

    long serving() {
        return fresh().stream().filter(InstanceSnapshot::serving).count();
    }

    StopReason reasonFor(InstanceSnapshot instance) {
        return switch (standing) {
            case DELETED -> StopReason.DELETED;
            case STOPPED -> StopReason.STOPPED;
            case ACTIVE -> {
                if (release == null || instance.release() != release) {
                    yield StopReason.REPLACED;
                }
                if (isFresh(instance)) {
                    yield StopReason.SCALED_DOWN;
                }
                yield drained(instance) ? StopReason.DRAINED : StopReason.RESTARTED;
            }
        };
    }

    private boolean isFresh(InstanceSnapshot instance) {
        boolean stale = restartedAt != null && instance.createdAt().isBefore(restartedAt);
        return release != null && instance.release() == release && !stale && !drained(instance);
    }

    private boolean drained(InstanceSnapshot instance) {
        return instance.node() != null && drainingNodes.contains(instance.node());
    }
}
