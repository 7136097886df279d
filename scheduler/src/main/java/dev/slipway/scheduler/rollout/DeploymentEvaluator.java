package dev.slipway.scheduler.rollout;

import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.scheduler.rollout.DeploymentVerdict.Failure;
import dev.slipway.scheduler.snapshot.ApplicationSnapshot;
import dev.slipway.scheduler.snapshot.DeploymentSnapshot;
import dev.slipway.scheduler.snapshot.Failures;
import dev.slipway.scheduler.snapshot.InstanceSnapshot;
import dev.slipway.scheduler.snapshot.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether the deployment under way goes on, has succeeded, or shall be given up. Pure.
public final class DeploymentEvaluator {
    /// So many failed instances of the new release end the attempt before its deadline.
    static final int FAILURES = 3;

    private DeploymentEvaluator() {}

    /// listeningSince is since when somebody here could have heard of progress: the deployment has its whole time from
    /// then on, for a platform that was away made no rollout late.
    public static DeploymentVerdict evaluate(
            ApplicationSnapshot application, List<ProcessSituation> processes, Instant now, Instant listeningSince) {
        DeploymentSnapshot deployment = application.deployment();
        if (application.standing() == Standing.DELETED) {
            return new DeploymentVerdict.Cancel("The application was deleted.");
        }
        if (deployment.cancelRequested()) {
            return new DeploymentVerdict.Cancel("Somebody asked to stop it.");
        }
        boolean rolling = deployment.state() == DeploymentState.ROLLING;
        if (rolling && processes.stream().allMatch(ProcessSituation::complete)) {
            return new DeploymentVerdict.Complete();
        }
        if (deployment.failures() >= FAILURES) {
            return instancesFailed(application);
        }
        Instant deadline = deadline(application, listeningSince);
        if (!now.isBefore(deadline)) {
            return deadlinePassed(application, processes, deadline);
        }
        return rolling ? new DeploymentVerdict.Continue() : new DeploymentVerdict.Start();
    }

    private static Instant deadline(ApplicationSnapshot application, Instant listeningSince) {
        Instant asked = application.deployment().deadlineAt();
        Instant anew = listeningSince.plus(application.rollout().deadline());
        return anew.isAfter(asked) ? anew : asked;
    }

    private static DeploymentVerdict instancesFailed(ApplicationSnapshot application) {
        DeploymentSnapshot deployment = application.deployment();
        Optional<Failures> last = lastFailure(application);
        String message = "Release " + deployment.release() + " failed " + deployment.failures() + " times"
                + last.map(each -> ": " + saying(each)).orElse(".");
        return new DeploymentVerdict.Fail(Failure.InstancesFailed, message, evidence(last));
    }

    private static DeploymentVerdict deadlinePassed(
            ApplicationSnapshot application, List<ProcessSituation> processes, Instant deadline) {
        DeploymentSnapshot deployment = application.deployment();
        Optional<Failures> last = lastFailure(application);
        Optional<String> held = heldBack(application);
        String missing = processes.stream()
                .filter(each -> !each.complete())
                .map(each -> each.serving() + " of " + each.wanted() + " " + each.process())
                .collect(Collectors.joining(", ", "", " ready."));
        String message = "Release " + deployment.release() + " was not ready within "
                + words(Duration.between(deployment.createdAt(), deadline)) + ": " + missing
                + held.map(why -> " " + why).orElse("")
                + last.map(each -> " " + saying(each)).orElse("");
        Failure code = held.isPresent() && last.isEmpty() ? Failure.NoRoom : Failure.DeadlineExceeded;
        return new DeploymentVerdict.Fail(code, message, evidence(last));
    }

    private static Optional<Failures> lastFailure(ApplicationSnapshot application) {
        DeploymentSnapshot deployment = application.deployment();
        return application.failures().stream()
                .filter(each -> each.release() == deployment.release())
                .filter(each -> !each.lastAt().isBefore(deployment.createdAt()))
                .max(Comparator.comparing(Failures::lastAt).thenComparing(Failures::process));
    }

    private static Optional<String> heldBack(ApplicationSnapshot application) {
        return application.instances().stream()
                .filter(each -> each.state() == InstanceState.PENDING && each.message() != null)
                .filter(each -> each.release() == application.deployment().release())
                .map(InstanceSnapshot::message)
                .findFirst();
    }

    private static String saying(Failures failures) {
        return failures.message() != null ? failures.message() : failures.process() + " ended.";
    }

    private static List<String> evidence(Optional<Failures> last) {
        return last.map(Failures::evidence).orElse(List.of());
    }

    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
