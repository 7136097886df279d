package dev.slipway.build.queue;

import dev.slipway.database.Sql;
import java.util.Optional;
import java.util.UUID;

/// Chooses and marks the next build. Claims inside one project exclude each other by the project's row, so that
/// its limits hold; a claim that meets a locked project passes over it.
final class ClaimQuery {
    private static final int RUNNING_PER_PROJECT = 2;
    private static final int ATTEMPTS = 3;

    private ClaimQuery() {}

    static Optional<ClaimedBuild> claim(Sql sql, String node) {
        return candidate(sql).filter(build -> allowed(sql, build)).map(build -> {
            mark(sql, build, node);
            return load(sql, build);
        });
    }

    /// The oldest build that waits; never one whose commit is still looked for, or that a newer push
    /// or webhook replaces.
    /// One whose holder's lease has passed waits again once StaleBuilds says so.
    private static Optional<UUID> candidate(Sql sql) {
        return sql.first("""
                SELECT b.id
                FROM builds b
                JOIN applications a ON a.id = b.application_id
                JOIN projects p ON p.id = b.project_id
                WHERE b.state = 'queued' AND b.resolved AND NOT b.cancel_requested AND b.lease_epoch < ?
                  AND a.deleted_at IS NULL AND p.state = 'active'
                  AND NOT EXISTS (
                    SELECT FROM builds r
                    WHERE r.application_id = b.application_id AND r.state = 'running' AND r.id <> b.id)
                  AND NOT EXISTS (
                    SELECT FROM builds n
                    WHERE n.application_id = b.application_id AND n.state <> 'cancelled' AND n.number > b.number
                      AND b.trigger_kind IN ('push', 'webhook') AND n.trigger_kind = b.trigger_kind
                      AND n.wanted_ref IS NOT DISTINCT FROM b.wanted_ref)
                  AND ? > (
                    SELECT count(*) FROM builds r
                    WHERE r.project_id = b.project_id AND r.state = 'running' AND r.id <> b.id)
                ORDER BY b.queued_at, b.number
                LIMIT 1
                FOR UPDATE OF b SKIP LOCKED
                FOR NO KEY UPDATE OF p SKIP LOCKED
                """, row -> row.uuid("id"), ATTEMPTS, RUNNING_PER_PROJECT);
    }

    /// Asked again once the locks are held: the first look may be older than another claim's commit.
    private static boolean allowed(Sql sql, UUID build) {
        return sql.first("""
                        SELECT count(r.id) FILTER (WHERE r.application_id = b.application_id) AS beside,
                               count(r.id) AS running
                        FROM builds b
                        LEFT JOIN builds r ON r.project_id = b.project_id AND r.state = 'running' AND r.id <> b.id
                        WHERE b.id = ? AND b.state = 'queued' GROUP BY b.id
                        """, row -> row.number("beside") == 0 && row.number("running") < RUNNING_PER_PROJECT, build)
                .orElse(false);
    }

    private static void mark(Sql sql, UUID build, String node) {
        sql.update("""
                UPDATE builds
                SET state = 'running', stage = 'prepare', node = ?, lease_epoch = lease_epoch + 1,
                    lease_until = now() + interval '15 seconds', started_at = coalesce(started_at, now())
                WHERE id = ?
                """, node, build);
    }

    private static ClaimedBuild load(Sql sql, UUID build) {
        return sql.first("""
                        SELECT b.id, b.lease_epoch, b.node, b.number, b.project_id, p.name AS project, b.application_id,
                               a.name AS application, b.commit_id, b.commit_author, b.commit_message, b.commit_ref,
                               b.upload, b.context_dir, b.clean,
                               a.builder AS application_builder, a.source, a.build, p.number AS project_number,
                               p.uid, p.subnet
                        FROM builds b
                        JOIN applications a ON a.id = b.application_id
                        JOIN projects p ON p.id = b.project_id
                        WHERE b.id = ?
                        """, ClaimedBuild::of, build).orElseThrow();
    }
}
