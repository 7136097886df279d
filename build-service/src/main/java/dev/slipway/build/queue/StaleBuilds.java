package dev.slipway.build.queue;

import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.database.Database;
import dev.slipway.database.Outage;
import dev.slipway.database.Sql;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Looks every 5 s, and when builds change, for those that nobody will end: cancelled or replaced ones in the
/// queue, and those whose node has gone. So every build ends, and with it whoever follows its log.
@Singleton
public class StaleBuilds {
    private static final Logger LOG = Logger.getLogger(StaleBuilds.class);
    private static final String LOOK = """
            SELECT b.id, b.state, b.lease_epoch, coalesce(b.lease_until < now(), false) AS expired,
                   b.cancel_requested, a.deleted_at IS NOT NULL AS deleted,
                   replaced_by(b) AS replaced_by
            FROM builds b JOIN applications a ON a.id = b.application_id
            """;
    private static final Duration PERIOD = Duration.ofSeconds(5);

    /// Two looks missed: the database was away, or this machine stood still.
    private static final Duration ABSENCE = Duration.ofSeconds(10);

    private final Database database;
    private final Bell bell;
    private final FileBuildLogs logs;
    private Instant looked = Instant.MIN;
    private Instant granted = Instant.EPOCH;
    private Loop loop;

    public StaleBuilds(@Named("loops") Database database, Bell bell, FileBuildLogs logs) {
        this.database = database;
        this.bell = bell;
        this.logs = logs;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("stale-builds", bell, Topic.BUILDS, PERIOD, this::sweep);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    /// While the platform or its database was away nobody could renew a lease: the nodes get one lease's time to
    /// come back, once. Judged by the database's clock, which goes on while this process stands still.
    private void graceAfterAbsence() {
        Instant now = database.transaction(StaleBuilds::now);
        if (looked.equals(Instant.MIN) || looked.plus(ABSENCE).isBefore(now)) {
            Instant until = now.plus(BuildQueue.LEASE);
            database.run(sql -> sql.update(
                    "UPDATE builds SET lease_until = ? WHERE state = 'running' AND lease_until <> ?", until, granted));
            granted = until;
        }
        looked = now;
    }

    private static Instant now(Sql sql) {
        return sql.first("SELECT now() AS now", row -> row.instant("now")).orElseThrow();
    }

    /// One look. Returns how many builds it ended or put back. It locks those alone: a lock on a build that only
    /// waits would hide it from the nodes that look for it at the same ring.
    int sweep() {
        graceAfterAbsence();
        List<UUID> suspects = database.transaction(StaleBuilds::suspects);
        List<UUID> ended = new ArrayList<>();
        List<UUID> queued = new ArrayList<>();
        for (UUID suspect : suspects) {
            try {
                database.run(sql -> locked(sql, suspect).ifPresent(build -> settle(sql, build, ended, queued)));
            } catch (RuntimeException failure) {
                if (Outage.in(failure)) {
                    throw failure;
                }
                // One that cannot be settled holds up no other.
                LOG.warnf(failure, "Build %s, which nobody works on, stays as it is", suspect);
            }
        }
        ended.forEach(this::finish);
        if (!ended.isEmpty() || !queued.isEmpty()) {
            bell.ring(Topic.BUILDS, Topic.STATUS);
        }
        return ended.size() + queued.size();
    }

    private void settle(Sql sql, StaleBuild build, List<UUID> ended, List<UUID> queued) {
        switch (build.fate()) {
            case StaleBuild.Fate.Left _ -> {}
            case StaleBuild.Fate.Queued _ -> {
                requeue(sql, build.id());
                // Before another node may claim it and write, which is at the commit.
                noteLoss(build.id());
                queued.add(build.id());
            }
            case StaleBuild.Fate.Ended(Ending ending) -> {
                BuildRow.locked(sql, build.id()).ifPresent(row -> row.end(sql, ending, "[]"));
                ended.add(build.id());
            }
        }
    }

    private static List<UUID> suspects(Sql sql) {
        return sql
                .list(
                        LOOK + "WHERE b.state = 'queued' OR (b.state = 'running' AND b.lease_until < now())",
                        StaleBuild::of)
                .stream()
                .filter(build -> !(build.fate() instanceof StaleBuild.Fate.Left))
                .map(StaleBuild::id)
                .toList();
    }

    private static Optional<StaleBuild> locked(Sql sql, UUID build) {
        return sql.first(
                LOOK + "WHERE b.id = ? AND b.state IN ('queued', 'running') FOR UPDATE OF b SKIP LOCKED",
                StaleBuild::of,
                build);
    }

    private static void requeue(Sql sql, UUID build) {
        sql.update("UPDATE builds SET state = 'queued', stage = NULL, lease_until = NULL WHERE id = ?", build);
    }

    private void finish(UUID build) {
        try {
            logs.finish(build);
        } catch (IOException e) {
            LOG.warnf(e, "The log of build %s could not be ended", build);
        }
    }

    private void noteLoss(UUID build) {
        try {
            logs.note(build, "The node that built went away; the build waits for a node.");
        } catch (IOException e) {
            LOG.warnf(e, "The log of build %s could not be written", build);
        }
    }
}
