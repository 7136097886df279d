package dev.slipway.build.queue;

import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.database.Outage;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.build.StageLine.End;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.source.SourceReference;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Gives builds to nodes: claims, prepares, and ends at once what cannot be built.
@Singleton
class BuildClaims {
    private static final Logger LOG = Logger.getLogger(BuildClaims.class);
    private static final String STAGE = "prepare";
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMillis(500);

    /// Of the lease; what is left is for the answer and the first heartbeat.
    private static final Duration PREPARING = Duration.ofSeconds(8);

    private final BuildQueue queue;
    private final Preparation preparation;
    private final FileBuildLogs logs;
    private final Bell bell;
    private final Map<String, String> workers = new ConcurrentHashMap<>();

    BuildClaims(BuildQueue queue, Preparation preparation, FileBuildLogs logs, Bell bell) {
        this.queue = queue;
        this.preparation = preparation;
        this.logs = logs;
        this.bell = bell;
    }

    /// The next order for the node, waiting at most the given time for one; none for a process of the node that was
    /// followed by another, or that has gone.
    Optional<BuildOrder> next(Claimer claimer, Duration wait) throws IOException {
        try {
            return awaited(claimer, wait);
        } catch (InterruptedException _) {
            return Optional.empty(); // the platform ends
        }
    }

    private Optional<BuildOrder> awaited(Claimer claimer, Duration wait) throws InterruptedException, IOException {
        arrive(claimer);
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            long seen = bell.count(Topic.BUILDS);
            if (bell.ended() || !hears(claimer)) {
                return Optional.empty();
            }
            Optional<BuildOrder> order = now(claimer);
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (order.isPresent() || !left.isPositive()) {
                return order;
            }
            bell.await(Topic.BUILDS, seen, left.compareTo(LOOK) < 0 ? left : LOOK);
        }
    }

    /// Whether that process is the one whose claims of the node are heard, and is there to hear the answer.
    boolean hears(Claimer claimer) {
        return claimer.worker().equals(workers.get(claimer.node()))
                && !claimer.gone().getAsBoolean();
    }

    private void arrive(Claimer claimer) {
        if (!claimer.worker().equals(workers.put(claimer.node(), claimer.worker()))) {
            bell.ring(Topic.BUILDS);
        }
    }

    private Optional<BuildOrder> now(Claimer claimer) throws IOException, InterruptedException {
        while (hears(claimer)) {
            Optional<ClaimedBuild> build = queue.claim(claimer.node());
            if (build.isEmpty()) {
                return Optional.empty();
            }
            Optional<BuildOrder> order = prepared(build.get());
            if (order.isPresent()) {
                return order;
            }
        }
        return Optional.empty();
    }

    /// A database that is away is no fault of the build, nor of the node: it is tried again under the same claim, of
    /// which the log tells once.
    private Optional<BuildOrder> prepared(ClaimedBuild build) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PREPARING.toNanos();
        greet(build);
        PlatformStage stage = PlatformStage.begin(logs, build.id(), STAGE);
        while (true) {
            try {
                return preparedOrEnded(build, stage);
            } catch (IOException | RuntimeException e) {
                if (!Outage.in(e) || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            bell.await(Topic.BUILDS, bell.count(Topic.BUILDS), AGAIN);
        }
    }

    private Optional<BuildOrder> preparedOrEnded(ClaimedBuild build, PlatformStage stage) throws IOException {
        try {
            BuildOrder order = preparation.order(build, stage);
            queue.prepared(build, order, stage.end(End.DONE));
            return Optional.of(order);
        } catch (FailedBuild e) {
            end(build, e, stage);
        } catch (IOException | RuntimeException e) {
            if (Outage.in(e)) {
                throw e;
            }
            LOG.errorf(e, "Build %s could not be prepared", build.id());
            end(build, new FailedBuild(FailureReason.GenericBuildFailed, "The build could not be prepared."), stage);
        }
        return Optional.empty();
    }

    private void greet(ClaimedBuild build) throws IOException {
        String attempt = build.epoch() == 1 ? "" : ", attempt " + build.epoch();
        logs.note(
                build.id(),
                "Build %d of %s/%s, %s%s"
                        .formatted(
                                build.number(), build.project(), build.application(), named(build.origin()), attempt));
    }

    private static String named(SourceReference origin) {
        return switch (origin) {
            case SourceReference.OfCommit commit -> "commit %.12s".formatted(commit.id());
            case SourceReference.OfArchive(String digest) -> "archive %.12s".formatted(digest);
        };
    }

    private void end(ClaimedBuild build, FailedBuild failure, PlatformStage stage) throws IOException {
        if (queue.end(build, Ending.of(failure, stage.end(End.FAILED)))) {
            logs.note(build.id(), failure.getMessage());
            logs.finish(build.id());
        }
    }
}
