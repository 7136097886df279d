package dev.slipway.platform.instance;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.platform.http.Page;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Reads instances of one application, inside the caller's project.
@Singleton
class InstanceStore {
    private static final String SOURCES = """
            SELECT i.id, i.process, i.node, i.container, i.state, i.evidence,
                   i.state = 'failed' AND i.container IS NOT NULL AND i.id = (
                     SELECT f.id FROM instances f
                     WHERE f.application_id = i.application_id AND f.process = i.process AND f.state = 'failed'
                       AND f.container IS NOT NULL
                     ORDER BY f.finished_at DESC, f.id LIMIT 1) AS kept
            FROM instances i WHERE i.application_id = ?
            """;

    /// Newest first, one more than the page holds.
    List<InstanceAnswer> page(Sql sql, UUID application, Page.Request page) {
        Position after = Position.parse(page.after());
        return sql.list(
                """
                SELECT * FROM instances
                WHERE application_id = ? AND (?::timestamptz IS NULL OR (created_at, id) < (?::timestamptz, ?))
                ORDER BY created_at DESC, id DESC LIMIT ?
                """,
                InstanceStore::answer,
                application,
                after.createdAt(),
                after.createdAt(),
                after.id(),
                page.limit() + 1);
    }

    /// Where a page ended.
    private record Position(Instant createdAt, String id) {
        static Position parse(String after) {
            if (after == null) {
                return new Position(null, "");
            }
            try {
                int space = Math.max(0, after.indexOf(' '));
                return new Position(Instant.parse(after.substring(0, space)), after.substring(space + 1));
            } catch (DateTimeParseException _) {
                throw PlatformException.invalid("cursor", "was not made here");
            }
        }
    }

    /// The key that a next page starts after.
    static String key(InstanceAnswer answer) {
        return answer.createdAt() + " " + answer.id();
    }

    Optional<InstanceAnswer> find(Sql sql, UUID application, String id) {
        return sql.first(
                "SELECT * FROM instances WHERE application_id = ? AND id = ?", InstanceStore::answer, application, id);
    }

    private static InstanceAnswer answer(Row row) throws SQLException {
        String address = row.text("address");
        return new InstanceAnswer(
                row.text("id"),
                row.text("process"),
                row.integer("release_version"),
                row.text("node"),
                row.constant("state", InstanceState.class),
                row.flag("ready"),
                row.integer("restarts"),
                row.instant("created_at"),
                row.instant("started_at"),
                row.instant("finished_at"),
                row.text("reason"),
                row.text("message"),
                row.texts("evidence"),
                row.integer("exit_code"),
                address == null || row.integer("port") == null ? address : address + ":" + row.integer("port"));
    }

    Optional<LogSource> source(Sql sql, UUID application, String id) {
        return sql.first(SOURCES + "AND i.id = ?", InstanceStore::source, application, id);
    }

    /// The instance of the process that failed last, other than the given one.
    Optional<LogSource> previous(Sql sql, UUID application, LogSource current) {
        return sql.first(
                SOURCES + "AND i.process = ? AND i.id <> ? AND i.state = 'failed' ORDER BY i.finished_at DESC LIMIT 1",
                InstanceStore::source,
                application,
                current.process(),
                current.id());
    }

    /// Those that run, oldest first.
    List<LogSource> running(Sql sql, UUID application) {
        return sql.list(
                SOURCES + "AND i.state IN ('assigned', 'starting', 'running') AND i.container IS NOT NULL"
                        + " ORDER BY i.created_at, i.id",
                InstanceStore::source,
                application);
    }

    /// The last failed one of each process.
    List<LogSource> failed(Sql sql, UUID application) {
        return sql
                .list(
                        SOURCES + "AND i.state = 'failed' ORDER BY i.created_at, i.id",
                        InstanceStore::source,
                        application)
                .stream()
                .filter(LogSource::kept)
                .toList();
    }

    private static LogSource source(Row row) throws SQLException {
        return new LogSource(
                row.text("id"),
                row.text("process"),
                row.text("node"),
                row.text("container"),
                row.constant("state", InstanceState.class),
                row.flag("kept"),
                row.texts("evidence"));
    }
}
