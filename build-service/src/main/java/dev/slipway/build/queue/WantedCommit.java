package dev.slipway.build.queue;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.build.Commit;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/// A queued build whose source is not here yet: commit, null where it is not known, or its submodules. url is the
/// application's now, null when it has none; ref is a branch, tag or hash, null for where the remote's HEAD is.
record WantedCommit(UUID build, UUID application, String url, String ref, Commit commit, boolean submodules) {

    /// Oldest first; what is cancelled or deleted is not wanted.
    static List<WantedCommit> all(Sql sql) {
        return sql.list("""
                SELECT b.id, b.application_id, a.source->'git'->>'url' AS url, b.wanted_ref, b.submodules,
                       b.commit_id, b.commit_author, b.commit_message, b.commit_ref
                FROM builds b
                JOIN applications a ON a.id = b.application_id
                JOIN projects p ON p.id = b.project_id
                WHERE b.state = 'queued' AND NOT b.resolved AND NOT b.cancel_requested
                  AND a.deleted_at IS NULL AND p.state = 'active'
                ORDER BY b.queued_at, b.number
                """, WantedCommit::of);
    }

    private static WantedCommit of(Row row) throws SQLException {
        return new WantedCommit(
                row.uuid("id"),
                row.uuid("application_id"),
                row.text("url"),
                row.text("wanted_ref"),
                row.text("commit_id").isEmpty() ? null : ClaimedBuild.commit(row),
                row.flag("submodules"));
    }
}
