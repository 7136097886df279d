package dev.slipway.scheduler.snapshot;

import dev.slipway.database.Sql;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

final class ReleaseRows {
    private ReleaseRows() {}

    /// Application to release to process to requests, of the releases that are current or under deployment.
    static Map<UUID, Map<Integer, Map<String, Resources>>> desired(Sql sql) {
        Map<UUID, Map<Integer, Map<String, Resources>>> releases = new HashMap<>();
        sql.list("""
                WITH desired AS (
                  SELECT id AS application_id, current_release AS version FROM applications
                  UNION
                  SELECT application_id, release_version FROM deployments WHERE state IN ('pending', 'rolling'))
                SELECT r.application_id, r.version, p.key AS process,
                       p.value #>> '{requests,cpu}' AS cpu, p.value #>> '{requests,memory}' AS memory
                FROM releases r
                JOIN desired d ON d.application_id = r.application_id AND d.version = r.version
                LEFT JOIN LATERAL jsonb_each(r.processes) p ON true
                """, row -> {
            Map<String, Resources> processes = releases.computeIfAbsent(
                            row.uuid("application_id"), _ -> new HashMap<>())
                    .computeIfAbsent(row.integer("version"), _ -> new HashMap<>());
            if (row.text("process") != null) {
                processes.put(row.text("process"), requests(row.text("cpu"), row.text("memory")));
            }
            return processes;
        });
        return releases;
    }

    private static Resources requests(String cpu, String memory) {
        return new Resources(Cpu.parse(cpu), Bytes.parse(memory));
    }
}
