package dev.slipway.scheduler.snapshot;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.snapshot.ApplicationRows.ApplicationRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Reads the whole cluster as of one moment.
public final class SnapshotStore {
    private final Database database;
    private final int diskLimit;

    /// diskLimit is how full the disk of a node may be, in percent, for new instances.
    public SnapshotStore(Database database, int diskLimit) {
        this.database = database;
        this.diskLimit = diskLimit;
    }

    /// listeningSince is the snapshot's own time; whoever has listened for longer says so with
    /// {@link ClusterSnapshot#listeningSince(Instant)}.
    public ClusterSnapshot read() {
        return database.transaction(sql -> {
            sql.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            Moment moment = sql.first(
                            "SELECT plans, now() AS now FROM installation",
                            row -> new Moment(row.number("plans"), row.instant("now")))
                    .orElseThrow();
            return new ClusterSnapshot(
                    moment.plans(), moment.now(), moment.now(), NodeRows.all(sql, diskLimit), applications(sql));
        });
    }

    private record Moment(long plans, Instant now) {}

    private static List<ApplicationSnapshot> applications(Sql sql) {
        Map<UUID, Map<String, Integer>> replicas = ApplicationRows.replicas(sql);
        Map<UUID, Map<Integer, Map<String, Resources>>> releases = ReleaseRows.desired(sql);
        Map<UUID, DeploymentSnapshot> deployments = DeploymentRows.active(sql);
        Map<UUID, List<InstanceSnapshot>> instances = InstanceRows.notEnded(sql);
        Map<UUID, List<Failures>> failures = InstanceRows.failures(sql);
        List<ApplicationRow> rows = ApplicationRows.all(sql);
        return rows.stream()
                .map(row -> new ApplicationSnapshot(
                        row.id(),
                        row.name(),
                        row.version(),
                        row.observedVersion(),
                        row.standing(),
                        row.currentRelease(),
                        row.rollout(),
                        row.restartedAt(),
                        replicas.getOrDefault(row.id(), Map.of()),
                        deployments.get(row.id()),
                        releases.getOrDefault(row.id(), Map.of()),
                        instances.getOrDefault(row.id(), List.of()),
                        failures.getOrDefault(row.id(), List.of())))
                .toList();
    }
}
