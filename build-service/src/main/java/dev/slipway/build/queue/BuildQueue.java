package dev.slipway.build.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.database.Database;
import dev.slipway.database.Json;
import dev.slipway.database.Sql;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.BuildProgress.Verdict;
import dev.slipway.model.build.BuildState;
import dev.slipway.model.build.Commit;
import dev.slipway.model.build.LogLine;
import dev.slipway.model.build.StageTiming;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.KillPoint;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// The queue of builds in PostgreSQL. A claim holds a lease of 20 s that heartbeats renew; every later word carries
/// the claim's epoch, checked in the transaction that acts on it. How many run at once say the application's
/// {@link dev.slipway.model.application.RunPolicy} and the limit of a project. Rings after every commit.
@Singleton
public class BuildQueue {
    /// Longer than a node's process takes to come back on a busy machine.
    static final Duration LEASE = Duration.ofSeconds(20);

    private final Database database;
    private final ClaimQuery claims;
    private final Bell bell;
    private final ObjectMapper json;

    public BuildQueue(@Named("loops") Database database, BuildLimits limits, Bell bell, ObjectMapper json) {
        this.database = database;
        this.claims = new ClaimQuery(limits.runningPerProject());
        this.bell = bell;
        this.json = json;
    }

    /// The oldest build that may run, marked as the node's under the next epoch. One whose lease has passed may run
    /// again once {@link StaleBuilds} says so, which ends it after three claims.
    Optional<ClaimedBuild> claim(String node) {
        Optional<ClaimedBuild> claimed = database.transaction(sql -> {
            Optional<ClaimedBuild> build = claims.claim(sql, node);
            build.filter(first -> first.epoch() == 1).ifPresent(first -> started(sql, first, node));
            return build;
        });
        if (claimed.isPresent()) {
            KillPoint.LEASED.reached();
            bell.ring(Topic.STATUS);
        }
        return claimed;
    }

    private static void started(Sql sql, ClaimedBuild build, String node) {
        BuildRow.locked(sql, build.id())
                .ifPresent(row ->
                        row.event(sql, "BuildStarted", "Build " + build.number() + " started on node " + node + "."));
    }

    /// Notes what the order says of the source, its builder and directory, and how long it took to prepare it.
    void prepared(ClaimedBuild build, BuildOrder order, StageTiming stage) {
        database.run(sql -> sql.update(
                "UPDATE builds SET builder = ?, directory = ?, stages = stages || ? WHERE id = ? AND lease_epoch = ?",
                order.builder(),
                order.contextDir(),
                new Json(json(List.of(stage))),
                build.id(),
                build.epoch()));
    }

    /// Whether the build runs under this epoch.
    public boolean holds(UUID build, int epoch) {
        return database.transaction(sql -> sql.first(
                        "SELECT true AS held FROM builds WHERE id = ? AND state = 'running' AND lease_epoch = ?",
                        row -> row.flag("held"),
                        build,
                        epoch)
                .orElse(false));
    }

    /// Renews the lease and notes the stage. Empty when the build does not run under this epoch.
    public Optional<Verdict> heartbeat(UUID build, int epoch, String stage) {
        Optional<Verdict> verdict = database.transaction(sql -> sql.first(
                """
                UPDATE builds SET lease_until = now() + make_interval(secs => ?), stage = coalesce(?, stage)
                WHERE id = ? AND state = 'running' AND lease_epoch = ?
                RETURNING cancel_requested
                """, row -> new Verdict(row.flag("cancel_requested")), LEASE.toSeconds(), stage, build, epoch));
        verdict.ifPresent(renewed -> bell.ring(Topic.STATUS));
        return verdict;
    }

    /// What heartbeat would answer, without renewing anything.
    Optional<Verdict> verdict(UUID build, int epoch) {
        return database.transaction(sql -> sql.first(
                "SELECT cancel_requested FROM builds WHERE id = ? AND state = 'running' AND lease_epoch = ?",
                row -> new Verdict(row.flag("cancel_requested")),
                build,
                epoch));
    }

    /// Ends a build as its node says. firstError is the line of its log that looks like the cause, or null. False
    /// when it does not run under this epoch (an outcome said twice is true).
    public boolean outcome(UUID build, Outcome outcome, LogLine firstError) {
        return ended(build, row -> {
                    if (row.heldBy(outcome.epoch())) {
                        return Optional.of(Ending.of(outcome, row.cancelRequested(), firstError));
                    }
                    return Optional.empty();
                })
                || repeated(build, outcome.epoch());
    }

    /// The node ended it itself before: the epoch is still its own.
    private boolean repeated(UUID build, int epoch) {
        return database.transaction(sql -> BuildRow.locked(sql, build)
                .filter(row -> row.epoch() == epoch && row.state().terminal())
                .isPresent());
    }

    /// Ends a claimed build that never reached its node. False when the claim is no longer valid.
    boolean end(ClaimedBuild build, Ending ending) {
        return ended(build.id(), row -> row.heldBy(build.epoch()) ? Optional.of(ending) : Optional.empty());
    }

    /// The commit of a queued build is found: from now on it may be claimed. False when it has ended meanwhile, or
    /// somebody asked to cancel it.
    boolean resolved(UUID build, Commit commit, StageTiming fetch) {
        boolean resolved = database.transaction(sql -> sql.update(
                        """
                        UPDATE builds
                        SET commit_id = ?, commit_author = ?, commit_message = ?, commit_ref = ?, resolved = true,
                            stage = NULL, stages = stages || ?
                        WHERE id = ? AND state = 'queued' AND NOT resolved AND NOT cancel_requested
                        """,
                        commit.id(),
                        commit.author(),
                        commit.message(),
                        commit.ref(),
                        new Json(json(List.of(fetch))),
                        build)
                == 1);
        if (resolved) {
            bell.ring(Topic.BUILDS, Topic.STATUS);
        }
        return resolved;
    }

    /// The commit of a queued build cannot be found. False when it has ended meanwhile.
    boolean unresolved(UUID build, Ending ending) {
        return ended(build, row -> row.state() == BuildState.QUEUED ? Optional.of(ending) : Optional.empty());
    }

    /// Cancels a queued build at once and asks the node of a running one to stop. False when it had ended.
    public boolean cancel(UUID build) {
        boolean queued = ended(
                build,
                row -> row.state() == BuildState.QUEUED
                        ? Optional.of(Ending.cancelled("Cancelled before it began."))
                        : Optional.empty());
        return queued || cancellationAsked(build);
    }

    private boolean cancellationAsked(UUID build) {
        boolean asked = database.transaction(sql ->
                sql.update("UPDATE builds SET cancel_requested = true WHERE id = ? AND state = 'running'", build) == 1);
        if (asked) {
            bell.ring(Topic.BUILDS, Topic.STATUS);
        }
        return asked;
    }

    private boolean ended(UUID build, Function<BuildRow, Optional<Ending>> decide) {
        Optional<Ending> ending = database.transaction(sql -> {
            Optional<BuildRow> row = BuildRow.locked(sql, build);
            Optional<Ending> decided = row.flatMap(decide);
            decided.ifPresent(end -> row.orElseThrow().end(sql, end, json(end.stages())));
            return decided;
        });
        ending.ifPresent(end -> bell.ring(Topic.BUILDS, Topic.RELEASES, Topic.STATUS));
        return ending.isPresent();
    }

    private String json(List<StageTiming> stages) {
        try {
            return json.writeValueAsString(stages);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
