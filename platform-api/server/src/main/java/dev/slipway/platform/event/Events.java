package dev.slipway.platform.event;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.identity.Principal;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What happened, newest first.
@Singleton
public class Events {

    /// kind is CamelCase and never changes its meaning; message is for people.
    public record Event(long id, Instant time, String kind, String subject, String message, String by) {}

    public void add(Sql sql, Application application, String kind, String subject, String message, Principal by) {
        sql.update("""
                INSERT INTO events (project_id, application_id, kind, subject, message, by) VALUES (?, ?, ?, ?, ?, ?)
                """, application.projectId(), application.id(), kind, subject, message, by.name());
    }

    /// Of one application, or of the whole project where application is null.
    List<Event> page(Sql sql, UUID project, UUID application, Page.Request page) {
        return sql.list(
                """
                SELECT * FROM events WHERE project_id = ? AND (?::uuid IS NULL OR application_id = ?) AND id < ?
                ORDER BY id DESC LIMIT ?
                """,
                row -> new Event(
                        row.number("id"),
                        row.instant("time"),
                        row.text("kind"),
                        row.text("subject"),
                        row.text("message"),
                        row.text("by")),
                project,
                application,
                application,
                page.afterNumber(Long.MAX_VALUE),
                page.limit() + 1);
    }
}
