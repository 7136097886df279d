package dev.slipway.platform.event;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.identity.Principal;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What happened, newest first.
@Singleton
public class Events {

    /// id grows in the order in which a project's events can be read; kind is CamelCase and never changes its
    /// meaning; message is for people.
    public record Event(long id, Instant time, String kind, String subject, String message, String by) {}

    public void add(Sql sql, Application application, String kind, String subject, String message, Principal by) {
        add(sql, application.projectId(), application.id(), kind, subject, message, by.name());
    }

    /// by is a user, or a part of the platform or a node that acts without one.
    public static void add(
            Sql sql, UUID project, UUID application, String kind, String subject, String message, String by) {
        sql.update("""
                INSERT INTO events (project_id, application_id, kind, subject, message, by) VALUES (?, ?, ?, ?, ?, ?)
                """, project, application, kind, subject, message, by);
    }

    /// Of one application, or of the whole project where application is null.
    List<Event> page(Sql sql, UUID project, UUID application, Page.Request page) {
        place(sql, project);
        return sql.list(
                """
                SELECT * FROM events WHERE project_id = ? AND (?::uuid IS NULL OR application_id = ?) AND position < ?
                ORDER BY position DESC LIMIT ?
                """,
                Events::event,
                project,
                application,
                application,
                page.afterNumber(Long.MAX_VALUE),
                page.limit() + 1);
    }

    /// The oldest ones after the given id, at most so many. Who asks again after the last of them misses none.
    List<Event> after(Sql sql, UUID project, UUID application, long id, int most) {
        place(sql, project);
        return sql.list("""
                SELECT * FROM events WHERE project_id = ? AND (?::uuid IS NULL OR application_id = ?) AND position > ?
                ORDER BY position LIMIT ?
                """, Events::event, project, application, application, id, most);
    }

    /// The id of the newest event of the project, 0 where there is none.
    long newest(Sql sql, UUID project) {
        place(sql, project);
        return sql.first(
                        "SELECT coalesce(max(position), 0) AS newest FROM events WHERE project_id = ?",
                        row -> row.number("newest"),
                        project)
                .orElseThrow();
    }

    /// Transactions end in another order than they wrote their events. So an event gets its place when it is there
    /// to be read, one reader of a project at a time: nothing can come later and stand before it.
    private static void place(Sql sql, UUID project) {
        if (sql.first("SELECT true FROM events WHERE project_id = ? AND position IS NULL LIMIT 1", _ -> true, project)
                .isEmpty()) {
            return;
        }
        sql.first("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", _ -> true, "events|" + project);
        sql.update("""
                UPDATE events e SET position = placed.position
                FROM (SELECT id, nextval('events_position') AS position
                      FROM (SELECT id FROM events WHERE project_id = ? AND position IS NULL ORDER BY id) unplaced) placed
                WHERE e.id = placed.id
                """, project);
    }

    private static Event event(Row row) throws SQLException {
        return new Event(
                row.number("position"),
                row.instant("time"),
                row.text("kind"),
                row.text("subject"),
                row.text("message"),
                row.text("by"));
    }
}
