package dev.slipway.platform.forge;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.build.BuildState;
import dev.slipway.model.source.GitUrl;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What is to be told of builds, and what was.
public final class CommitStatusStore {
    private CommitStatusStore() {}

    /// What a forge was told of a build. told is the state it knows, null for none; error says why it
    /// does not know the present one, null where nothing is wrong.
    public record Told(String told, String error) {}

    /// Of each application that wants it, what its newest builds have to tell now: of the builds of one commit the
    /// newest alone, so that an older one never has the last word.
    /// Of builds that ended when nobody wanted to hear of them only those of the last hour.
    static List<Report> reports(Sql sql) {
        return sql.list("""
                SELECT b.id, b.project_id, b.application_id, p.name AS project, a.name AS application, b.number,
                  b.state, b.reason, a.build ->> 'commitStatus' AS forge, a.source #>> '{git,url}' AS url, b.commit_id,
                  s.told, s.tried, coalesce(s.tries, 0) AS tries, s.next_at
                FROM applications a JOIN projects p ON p.id = a.project_id
                CROSS JOIN LATERAL (
                  SELECT DISTINCT ON (n.commit_id) n.* FROM (
                    SELECT id, project_id, application_id, number, state, reason, commit_id, upload, finished_at
                    FROM builds WHERE application_id = a.id ORDER BY number DESC LIMIT 50) n
                  WHERE n.commit_id <> '' AND n.upload IS NULL ORDER BY n.commit_id, n.number DESC) b
                LEFT JOIN commit_statuses s ON s.build_id = b.id
                WHERE a.build ->> 'commitStatus' IS NOT NULL AND a.source #>> '{git,url}' IS NOT NULL
                  AND a.deleted_at IS NULL AND p.state = 'active'
                  AND s.told IS DISTINCT FROM b.state
                  AND (s.tried IS DISTINCT FROM b.state OR s.tries < ? AND s.next_at <= now())
                  AND (s.build_id IS NOT NULL OR b.finished_at IS NULL OR b.finished_at > now() - interval '1 hour')
                ORDER BY a.id, b.number
                """, CommitStatusStore::report, Standing.MOST);
    }

    private static Report report(Row row) throws SQLException {
        return new Report(
                row.uuid("id"),
                row.uuid("project_id"),
                row.uuid("application_id"),
                row.text("project"),
                row.text("application"),
                row.integer("number"),
                row.constant("state", BuildState.class),
                row.text("reason"),
                Forge.of(row.text("forge")).orElseThrow(),
                GitUrl.parse(row.text("url")),
                row.text("commit_id"),
                new Standing(
                        row.constant("told", BuildState.class),
                        row.constant("tried", BuildState.class),
                        row.integer("tries"),
                        row.instant("next_at") == null ? Instant.EPOCH : row.instant("next_at")));
    }

    static void note(Sql sql, Report report, Standing now, String error) {
        sql.update("""
                INSERT INTO commit_statuses (build_id, project_id, told, tried, tries, next_at, error)
                SELECT id, project_id, ?, ?, ?, ?, ? FROM builds WHERE id = ?
                ON CONFLICT (build_id) DO UPDATE SET told = excluded.told, tried = excluded.tried,
                  tries = excluded.tries, next_at = excluded.next_at, error = excluded.error
                """, now.told(), now.tried(), now.tries(), now.nextAt(), error, report.build());
    }

    /// By build, of those with the numbers from first to last; none for those that nobody was told of.
    public static Map<UUID, Told> of(Sql sql, UUID application, int first, int last) {
        Map<UUID, Told> told = new HashMap<>();
        sql.list(
                """
                SELECT s.build_id, s.told, s.error FROM commit_statuses s JOIN builds b ON b.id = s.build_id
                WHERE b.application_id = ? AND b.number BETWEEN ? AND ?
                """,
                row -> told.put(row.uuid("build_id"), new Told(row.text("told"), row.text("error"))),
                application,
                first,
                last);
        return told;
    }
}
