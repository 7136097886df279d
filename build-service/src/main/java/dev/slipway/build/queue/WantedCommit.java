package dev.slipway.build.queue;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// A queued build whose commit is not known yet. url is the application's now, null when it has none any more; ref is
/// a branch, tag or hash, null for where the remote's HEAD is.
record WantedCommit(UUID build, UUID application, String url, String ref) {

    /// Oldest first; what is cancelled or deleted is not wanted.
    static List<WantedCommit> all(Sql sql) {
        return sql.list("""
                SELECT b.id, b.application_id, a.source->'git'->>'url' AS url, b.wanted_ref
                FROM builds b
                JOIN applications a ON a.id = b.application_id
                JOIN projects p ON p.id = b.project_id
                WHERE b.state = 'queued' AND NOT b.resolved AND NOT b.cancel_requested
                  AND a.deleted_at IS NULL AND p.state = 'active'
                ORDER BY b.queued_at, b.number
                """, WantedCommit::of);
    }

    private static WantedCommit of(Row row) throws SQLException {
        return new WantedCommit(row.uuid("id"), row.uuid("application_id"), row.text("url"), row.text("wanted_ref"));
    }
}
