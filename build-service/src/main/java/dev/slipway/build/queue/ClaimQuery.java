package dev.slipway.build.queue;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// Chooses and marks the next build. Claims inside one project exclude each other by the project's row, so that
/// its limits hold; a claim that meets a locked project passes over it.
final class ClaimQuery {
    private static final int ATTEMPTS = 3;

    private final int runningPerProject;

    ClaimQuery(int runningPerProject) {
        this.runningPerProject = runningPerProject;
    }

    Optional<ClaimedBuild> claim(Sql sql, String node) {
        return candidate(sql).filter(build -> allowed(sql, build)).map(build -> {
            mark(sql, build, node);
            return load(sql, build);
        });
    }

    /// Of the projects with the fewest running the oldest build that waits, so that a long queue of one project
    /// holds up no other; never one whose commit is still looked for, or that a newer one replaces. One whose
    /// holder's lease has passed waits again once StaleBuilds says so.
    private Optional<UUID> candidate(Sql sql) {
        return sql.first("""
                SELECT b.id
                FROM builds b
                JOIN applications a ON a.id = b.application_id
                JOIN projects p ON p.id = b.project_id
                CROSS JOIN LATERAL (
                  SELECT count(*) FILTER (WHERE r.application_id = b.application_id) AS of_application,
                         count(*) AS of_project
                  FROM builds r WHERE r.project_id = b.project_id AND r.state = 'running' AND r.id <> b.id) running
                WHERE b.state = 'queued' AND b.resolved AND NOT b.cancel_requested AND b.lease_epoch < ?
                  AND a.deleted_at IS NULL AND p.state = 'active'
                  AND (running.of_application = 0 OR run_policy(a) = 'parallel')
                  AND running.of_project < ?
                  AND replaced_by(b) IS NULL
                ORDER BY running.of_project, b.queued_at, b.number
                LIMIT 1
                FOR UPDATE OF b SKIP LOCKED
                FOR NO KEY UPDATE OF p SKIP LOCKED
                """, row -> row.uuid("id"), ATTEMPTS, runningPerProject);
    }

    /// Asked again once the locks are held: the first look may be older than another claim's commit.
    private boolean allowed(Sql sql, UUID build) {
        return sql.first("""
                        SELECT count(r.id) FILTER (WHERE r.application_id = b.application_id) AS beside,
                               count(r.id) AS running, run_policy(a) = 'parallel' AS parallel
                        FROM builds b
                        JOIN applications a ON a.id = b.application_id
                        LEFT JOIN builds r ON r.project_id = b.project_id AND r.state = 'running' AND r.id <> b.id
                        WHERE b.id = ? AND b.state = 'queued' GROUP BY b.id, a.id
                        """, this::allows, build).orElse(false);
    }

    private boolean allows(Row row) throws SQLException {
        return (row.number("beside") == 0 || row.flag("parallel")) && row.number("running") < runningPerProject;
    }

    private static void mark(Sql sql, UUID build, String node) {
        sql.update("""
                UPDATE builds
                SET state = 'running', stage = 'prepare', node = ?, lease_epoch = lease_epoch + 1,
                    lease_until = now() + make_interval(secs => ?), started_at = coalesce(started_at, now())
                WHERE id = ?
                """, node, BuildQueue.LEASE.toSeconds(), build);
    }

    private static ClaimedBuild load(Sql sql, UUID build) {
        return sql.first("""
                        SELECT b.id, b.lease_epoch, b.node, b.number, b.project_id, p.name AS project, b.application_id,
                               a.name AS application, b.commit_id, b.commit_author, b.commit_message, b.commit_ref,
                               b.upload, b.submodules, b.context_dir, b.clean,
                               a.builder AS application_builder, a.source, a.build, p.number AS project_number,
                               p.uid, p.subnet, p.dockerfile_builds
                        FROM builds b
                        JOIN applications a ON a.id = b.application_id
                        JOIN projects p ON p.id = b.project_id
                        WHERE b.id = ?
                        """, ClaimedBuild::of, build).orElseThrow();
    }
}
