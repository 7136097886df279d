package dev.slipway.platform.status;

import dev.slipway.database.Sql;
import jakarta.inject.Singleton;
import java.util.UUID;

/// Whether what was asked of an application has come to its end, well or not.
@Singleton
public class Settling {

    /// No build waits, runs, or has its release still to come.
    public boolean built(Sql sql, UUID application) {
        return holds(sql, """
                SELECT NOT EXISTS (
                  SELECT FROM builds WHERE application_id = ?
                    AND (state IN ('queued', 'running') OR state = 'succeeded' AND release_version IS NULL)) AS holds
                """, application);
    }

    /// Nothing is being deployed either, and of every process of the current release as many instances serve as are
    /// wanted, none of them older than the last restart, and nothing else is left.
    public boolean settled(Sql sql, UUID application) {
        return built(sql, application) && holds(sql, """
                SELECT NOT EXISTS (SELECT FROM deployments WHERE application_id = a.id AND state IN ('pending', 'rolling'))
                  AND NOT EXISTS (
                    SELECT FROM instances i
                    WHERE i.application_id = a.id AND i.state NOT IN ('stopped', 'failed', 'lost')
                      AND (a.stopped OR i.state <> 'running' OR NOT i.ready
                           OR i.release_version IS DISTINCT FROM a.current_release OR i.created_at < a.restarted_at))
                  AND (a.stopped OR NOT EXISTS (
                    SELECT FROM releases r CROSS JOIN LATERAL jsonb_object_keys(r.processes) p (process)
                    WHERE r.application_id = a.id AND r.version = a.current_release
                      AND (a.processes #>> ARRAY[p.process, 'replicas'])::integer <> (
                        SELECT count(*) FROM instances i
                        WHERE i.application_id = a.id AND i.process = p.process AND i.state = 'running'))) AS holds
                FROM applications a WHERE a.id = ?
                """, application);
    }

    private static boolean holds(Sql sql, String query, UUID application) {
        return sql.first(query, row -> row.flag("holds"), application).orElse(true);
    }
}
