package dev.slipway.scheduler.rollout;

import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.model.instance.InstanceReason;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether the deployment under way goes on, has succeeded, or shall be given up. Pure.
public final class DeploymentEvaluator {
    /// So many failed instances of the new release end the attempt before its deadline.
    static final int FAILURES = 3;

    /// Reasons of an instance for which it will never serve.
    private static final Map<String, Failure> ELSEWHERE = Map.of(
            InstanceReason.WrongPort.name(), Failure.WrongPort,
            InstanceReason.WrongAddress.name(), Failure.WrongAddress);

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
            return new DeploymentVerdict.Cancel(
                    (deployment.cancelledBy() == null ? "Somebody" : deployment.cancelledBy()) + " asked to stop it.");
        }
        boolean rolling = deployment.state() == DeploymentState.ROLLING;
        if (rolling && processes.stream().allMatch(ProcessSituation::complete)) {
            return new DeploymentVerdict.Complete();
        }
        if (deployment.failures() >= FAILURES) {
            return instancesFailed(application);
        }
        Optional<Trouble> elsewhere = elsewhere(application);
        if (elsewhere.isPresent()) {
            return fail(
                    ELSEWHERE.get(elsewhere.get().reason()),
                    "Release " + deployment.release() + " does not listen where it is reached. "
                            + elsewhere.get().message(),
                    elsewhere);
        }
        Instant deadline = deadline(application, listeningSince);
        if (!now.isBefore(deadline)) {
            // The node of what is on its way out says nothing any more: that is no fault of the release.
            return rolling && processes.stream().allMatch(ProcessSituation::replaced)
                    ? new DeploymentVerdict.Complete()
                    : deadlinePassed(application, processes, deadline);
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
        Optional<Trouble> trouble = failed(application);
        String message = "Release " + deployment.release() + " failed " + deployment.failures() + " times"
                + trouble.map(each -> ": " + each.message()).orElse(".");
        return fail(Failure.InstancesFailed, message, trouble);
    }

    private static DeploymentVerdict deadlinePassed(
            ApplicationSnapshot application, List<ProcessSituation> processes, Instant deadline) {
        DeploymentSnapshot deployment = application.deployment();
        Optional<Trouble> held = heldBack(application);
        Optional<Trouble> failed = failed(application);
        Optional<Trouble> unready = unready(application);
        String missing = processes.stream()
                .filter(each -> !each.complete())
                .map(each -> each.serving() + " of " + each.wanted() + " " + each.process())
                .collect(Collectors.joining(", ", "", " ready."));
        String message = "Release " + deployment.release() + " was not ready within "
                + words(Duration.between(deployment.createdAt(), deadline)) + ": " + missing
                + Stream.of(held, failed, unready)
                        .flatMap(Optional::stream)
                        .map(each -> " " + each.message())
                        .collect(Collectors.joining());
        boolean noRoom = held.isPresent() && failed.isEmpty() && unready.isEmpty();
        return fail(
                noRoom ? Failure.NoRoom : Failure.DeadlineExceeded,
                message,
                failed.or(() -> unready).or(() -> held));
    }

    private static DeploymentVerdict.Fail fail(Failure code, String message, Optional<Trouble> trouble) {
        return new DeploymentVerdict.Fail(
                code,
                message,
                trouble.map(Trouble::evidence).orElse(List.of()),
                InstanceReason.next(trouble.map(Trouble::reason).orElse(null)));
    }

    /// What is the matter with one instance of the new release.
    private record Trouble(String reason, String message, List<String> evidence) {}

    private static Optional<Trouble> failed(ApplicationSnapshot application) {
        DeploymentSnapshot deployment = application.deployment();
        return application.failures().stream()
                .filter(each -> each.release() == deployment.release())
                .filter(each -> !each.lastAt().isBefore(deployment.createdAt()))
                .max(Comparator.comparing(Failures::lastAt).thenComparing(Failures::process))
                .map(each -> new Trouble(
                        each.reason(),
                        each.message() != null ? each.message() : each.process() + " ended.",
                        each.evidence()));
    }

    private static Optional<Trouble> heldBack(ApplicationSnapshot application) {
        return troubled(application, each -> each.state() == InstanceState.PENDING);
    }

    private static Optional<Trouble> unready(ApplicationSnapshot application) {
        return troubled(application, each -> each.state() != InstanceState.PENDING && each.live() && !each.serving());
    }

    /// Of a process of which no instance serves: else it is not the release that is wrong.
    private static Optional<Trouble> elsewhere(ApplicationSnapshot application) {
        return troubled(
                application,
                each -> each.live()
                        && each.reason() != null
                        && ELSEWHERE.containsKey(each.reason())
                        && application.instances().stream()
                                .noneMatch(other -> other.serving()
                                        && other.release() == each.release()
                                        && other.process().equals(each.process())));
    }

    private static Optional<Trouble> troubled(ApplicationSnapshot application, Predicate<InstanceSnapshot> which) {
        return application.instances().stream()
                .filter(which)
                .filter(each -> each.message() != null)
                .filter(each -> each.release() == application.deployment().release())
                .min(Comparator.comparing(InstanceSnapshot::id))
                .map(each -> new Trouble(each.reason(), each.message(), each.evidence()));
    }

    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
