package dev.slipway.platform.audit;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.platform.http.Page;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The audit log as rows: written, read, and forgotten by age.
public final class AuditStore {
    private AuditStore() {}

    /// Which entries are wanted; null for any.
    record Filter(String user, String project, String kind, String outcome, Instant since, Instant until) {}

    static void add(Sql sql, AuditEvent event) {
        sql.update(
                """
                INSERT INTO audit_events (request, user_id, user_name, method, token_id, address, forwarded, agent,
                  operation, kind, subject, project, application, fields, outcome, code)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                event.requestId(),
                event.userId(),
                event.user(),
                event.method(),
                event.token(),
                event.address(),
                event.forwarded(),
                event.agent(),
                event.operation(),
                event.kind(),
                event.subject(),
                event.project(),
                event.application(),
                event.fields(),
                event.outcome(),
                event.code());
    }

    /// Whether this transaction changes anything so far.
    static boolean changes(Sql sql) {
        return sql.first("SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS changes", row -> row.flag("changes"))
                .orElseThrow();
    }

    /// Newest first, one more than the page holds.
    static List<AuditEvent> page(Sql sql, Filter filter, Page.Request page) {
        return sql.list(
                """
                SELECT * FROM audit_events
                WHERE id < ? AND (?::text IS NULL OR user_name = ?) AND (?::text IS NULL OR project = ?)
                  AND (?::text IS NULL OR kind = ?) AND (?::text IS NULL OR outcome = ?)
                  AND (?::timestamptz IS NULL OR time >= ?) AND (?::timestamptz IS NULL OR time < ?)
                ORDER BY id DESC LIMIT ?
                """,
                AuditStore::event,
                page.afterNumber(Long.MAX_VALUE),
                filter.user(),
                filter.user(),
                filter.project(),
                filter.project(),
                filter.kind(),
                filter.kind(),
                filter.outcome(),
                filter.outcome(),
                filter.since(),
                filter.since(),
                filter.until(),
                filter.until(),
                page.limit() + 1);
    }

    /// What is older; never what is younger than 30 days.
    public static void forget(Sql sql, Duration retention) {
        sql.first("SELECT slipway_forget_audit(?)", _ -> true, Math.toIntExact(retention.toDays()));
    }

    private static AuditEvent event(Row row) throws SQLException {
        return new AuditEvent(
                row.number("id"),
                row.instant("time"),
                row.text("request"),
                row.uuid("user_id"),
                row.text("user_name"),
                row.text("method"),
                row.uuid("token_id"),
                row.text("address"),
                row.text("forwarded"),
                row.text("agent"),
                row.text("operation"),
                row.text("kind"),
                row.text("subject"),
                row.text("project"),
                row.text("application"),
                row.texts("fields"),
                row.constant("outcome", Outcome.class),
                row.text("code"));
    }
}
