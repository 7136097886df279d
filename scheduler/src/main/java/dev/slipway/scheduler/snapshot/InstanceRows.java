package dev.slipway.scheduler.snapshot;

import dev.slipway.database.Sql;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

final class InstanceRows {
    private InstanceRows() {}

    /// Instances that have not ended, by application.
    static Map<UUID, List<InstanceSnapshot>> notEnded(Sql sql) {
        Map<UUID, List<InstanceSnapshot>> instances = new HashMap<>();
        sql.list(
                """
                SELECT id, application_id, process, release_version, state, ready, node, cpu_millis, memory_bytes,
                       created_at, reason, message, evidence
                FROM instances WHERE state IN ('pending', 'assigned', 'starting', 'running', 'stopping')
                ORDER BY id
                """,
                row -> instances
                        .computeIfAbsent(row.uuid("application_id"), _ -> new ArrayList<>())
                        .add(new InstanceSnapshot(
                                row.text("id"),
                                row.text("process"),
                                row.integer("release_version"),
                                row.constant("state", InstanceState.class),
                                row.flag("ready"),
                                row.text("node"),
                                new Resources(
                                        new Cpu(row.integer("cpu_millis")), new Bytes(row.number("memory_bytes"))),
                                row.instant("created_at"),
                                row.text("reason"),
                                row.text("message"),
                                row.texts("evidence"))));
        return instances;
    }

    /// Failures within the window of {@link Failures}, by application.
    static Map<UUID, List<Failures>> failures(Sql sql) {
        Map<UUID, List<Failures>> failures = new HashMap<>();
        sql.list(
                """
                WITH recent AS (
                  SELECT id, application_id, release_version, process, finished_at, reason, message, evidence,
                         CASE WHEN finished_at - coalesce(ready_at, finished_at) > make_interval(mins => ?) THEN 1
                              ELSE restarts + 1 END AS chain
                  FROM instances WHERE state = 'failed' AND finished_at > now() - make_interval(mins => ?))
                SELECT DISTINCT ON (application_id, release_version, process)
                       application_id, release_version, process, finished_at, reason, message, evidence,
                       max(chain) OVER (PARTITION BY application_id, release_version, process) AS in_a_row
                FROM recent ORDER BY application_id, release_version, process, finished_at DESC, id
                """,
                row -> failures.computeIfAbsent(row.uuid("application_id"), _ -> new ArrayList<>())
                        .add(new Failures(
                                row.integer("release_version"),
                                row.text("process"),
                                row.integer("in_a_row"),
                                row.instant("finished_at"),
                                row.text("reason"),
                                row.text("message"),
                                row.texts("evidence"))),
                Failures.WINDOW_MINUTES,
                Failures.WINDOW_MINUTES);
        return failures;
    }
}
