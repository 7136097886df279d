package dev.slipway.scheduler.snapshot;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Rollout;
import dev.slipway.model.application.Share;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Applications that shall run, and those that shall not and are not yet at rest.
final class ApplicationRows {
    private ApplicationRows() {}

    record ApplicationRow(
            UUID id,
            String name,
            long version,
            long observedVersion,
            Standing standing,
            Integer currentRelease,
            Rollout rollout,
            Instant restartedAt) {}

    static List<ApplicationRow> all(Sql sql) {
        return sql.list(
                """
                SELECT a.id, a.name, a.version, a.observed_version, a.current_release, a.restarted_at,
                       CASE WHEN a.deleted_at IS NOT NULL OR p.state <> 'active' THEN 'deleted'
                            WHEN a.stopped THEN 'stopped' ELSE 'active' END AS standing,
                       a.rollout ->> 'strategy' AS strategy,
                       a.rollout ->> 'maxSurge' AS max_surge,
                       a.rollout ->> 'maxUnavailable' AS max_unavailable,
                       a.rollout ->> 'deadline' AS deadline
                FROM applications a JOIN projects p ON p.id = a.project_id
                WHERE (a.deleted_at IS NULL AND p.state = 'active')
                   OR EXISTS (SELECT FROM instances i WHERE i.application_id = a.id
                              AND i.state IN ('pending', 'assigned', 'starting', 'running', 'stopping'))
                   OR EXISTS (SELECT FROM deployments d WHERE d.application_id = a.id
                              AND d.state IN ('pending', 'rolling'))
                ORDER BY a.id
                """,
                row -> new ApplicationRow(
                        row.uuid("id"),
                        row.text("name"),
                        row.number("version"),
                        row.number("observed_version"),
                        row.constant("standing", Standing.class),
                        row.integer("current_release"),
                        rollout(row),
                        row.instant("restarted_at")));
    }

    private static Rollout rollout(Row row) throws SQLException {
        Rollout usual = Rollout.DEFAULT;
        Rollout.Strategy strategy = row.constant("strategy", Rollout.Strategy.class);
        String surge = row.text("max_surge");
        String unavailable = row.text("max_unavailable");
        String deadline = row.text("deadline");
        return new Rollout(
                strategy == null ? usual.strategy() : strategy,
                surge == null ? usual.maxSurge() : Share.parse(surge),
                unavailable == null ? usual.maxUnavailable() : Share.parse(unavailable),
                deadline == null ? usual.deadline() : Duration.parse(deadline));
    }

    /// The live scale: application to process to replicas.
    static Map<UUID, Map<String, Integer>> replicas(Sql sql) {
        Map<UUID, Map<String, Integer>> replicas = new HashMap<>();
        sql.list(
                """
                SELECT a.id, p.key AS process, coalesce((p.value ->> 'replicas')::integer, 1) AS replicas
                FROM applications a CROSS JOIN LATERAL jsonb_each(a.processes) p
                """,
                row -> replicas.computeIfAbsent(row.uuid("id"), _ -> new HashMap<>())
                        .put(row.text("process"), row.integer("replicas")));
        return replicas;
    }
}
