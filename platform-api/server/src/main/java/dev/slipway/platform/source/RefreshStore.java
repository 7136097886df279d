package dev.slipway.platform.source;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.source.SourceMirrors.Fetched;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Mirrors as rows: requests write that a refresh is asked for, the loop writes what became of it.
@Singleton
public class RefreshStore {

    /// A refresh that is due. asked is null for one that comes by itself; build is whether a new commit shall be
    /// built.
    record Due(UUID application, String url, String ref, Instant asked, String by, boolean build) {}

    public Optional<Mirror> find(Sql sql, UUID application) {
        return sql.first("SELECT * FROM mirrors WHERE application_id = ?", RefreshStore::mirror, application);
    }

    private static Mirror mirror(Row row) throws SQLException {
        return new Mirror(
                row.text("url"),
                row.text("default_branch"),
                row.text("tip"),
                row.text("tip_before"),
                row.integer("build"),
                row.instant("refresh_asked"),
                row.instant("tried_at"),
                row.instant("fetched_at"),
                row.integer("failures"),
                row.text("reason"),
                row.text("message"),
                row.text("next"));
    }

    /// Asked twice before it began is asked once; it builds where one of them says so.
    public void ask(Sql sql, Application application, String by, boolean build) {
        sql.update("""
                INSERT INTO mirrors AS m (application_id, project_id, refresh_asked, refresh_by, refresh_build)
                VALUES (?, ?, clock_timestamp(), ?, ?)
                ON CONFLICT (application_id) DO UPDATE SET
                  refresh_asked = EXCLUDED.refresh_asked, refresh_by = EXCLUDED.refresh_by,
                  refresh_build = EXCLUDED.refresh_build OR m.refresh_asked IS NOT NULL AND m.refresh_build
                """, application.id(), application.projectId(), by, build);
    }

    /// What somebody asked for, then what has not been looked at for longest. every is null where nothing comes by
    /// itself. The pause is that of {@link Mirror#pause}.
    List<Due> due(Sql sql, Duration every, boolean buildByItself) {
        return sql.list(
                """
                SELECT a.id, a.source->'git'->>'url' AS url, a.source->'git'->>'ref' AS ref, m.refresh_asked,
                  CASE WHEN m.refresh_asked IS NOT NULL THEN m.refresh_by END AS refresh_by,
                  CASE WHEN m.refresh_asked IS NOT NULL THEN m.refresh_build ELSE ? END AS build
                FROM applications a
                JOIN projects p ON p.id = a.project_id
                LEFT JOIN mirrors m ON m.application_id = a.id
                WHERE a.source->'git'->>'url' IS NOT NULL AND a.deleted_at IS NULL AND p.state = 'active'
                  AND (m.refresh_asked IS NOT NULL OR ?::bigint > 0 AND now() >= coalesce(m.tried_at, a.created_at)
                    + ?::bigint * power(2, least(coalesce(m.failures, 0), 6)) * interval '1 millisecond')
                ORDER BY m.refresh_asked NULLS LAST, m.tried_at NULLS FIRST
                """,
                row -> new Due(
                        row.uuid("id"),
                        row.text("url"),
                        row.text("ref"),
                        row.instant("refresh_asked"),
                        row.text("refresh_by"),
                        row.flag("build")),
                buildByItself,
                every == null ? 0 : every.toMillis(),
                every == null ? 0 : every.toMillis());
    }

    /// Builds of the ref that the source names: not of another one that somebody asked for, not of an archive, and
    /// not what was built again.
    Optional<LastBuild> lastBuild(Sql sql, UUID application, String ref) {
        return sql.first("""
                SELECT nullif(commit_id, '') AS commit_id, state IN ('queued', 'running') AS open FROM builds
                WHERE application_id = ? AND upload IS NULL AND trigger_kind NOT IN ('retry', 'builder')
                  AND (trigger_kind = 'refresh' OR wanted_ref IS NOT DISTINCT FROM ?)
                ORDER BY number DESC LIMIT 1
                """, row -> new LastBuild(row.text("commit_id"), row.flag("open")), application, ref);
    }

    /// before is what the ref named until now, as far as anybody knows; build the number of what was queued, or
    /// null.
    void fetched(Sql sql, Application application, Due due, Fetched fetched, String before, Integer build) {
        touch(sql, application);
        sql.update(
                """
                UPDATE mirrors SET url = ?, default_branch = ?, tip = ?, tip_before = ?, build = ?,
                  tried_at = now(), fetched_at = now(), failures = 0, reason = NULL, message = NULL, next = NULL,
                  refresh_asked = CASE WHEN refresh_asked = ? THEN NULL ELSE refresh_asked END
                WHERE application_id = ?
                """,
                due.url(),
                fetched.defaultBranch(),
                fetched.commit().id(),
                before,
                build,
                due.asked(),
                application.id());
    }

    void failed(Sql sql, Application application, Due due, String reason, String message, String next) {
        touch(sql, application);
        sql.update("""
                UPDATE mirrors SET url = ?, build = NULL, tried_at = now(), failures = failures + 1,
                  reason = ?, message = ?, next = ?,
                  refresh_asked = CASE WHEN refresh_asked = ? THEN NULL ELSE refresh_asked END
                WHERE application_id = ?
                """, due.url(), reason, message, next, due.asked(), application.id());
    }

    private static void touch(Sql sql, Application application) {
        sql.update("""
                INSERT INTO mirrors (application_id, project_id) VALUES (?, ?) ON CONFLICT DO NOTHING
                """, application.id(), application.projectId());
    }
}
