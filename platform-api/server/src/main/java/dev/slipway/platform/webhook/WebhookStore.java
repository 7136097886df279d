package dev.slipway.platform.webhook;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.webhook.HookSecrets.Sealed;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Webhooks as rows.
@Singleton
class WebhookStore {
    private final JsonColumns json;

    WebhookStore(JsonColumns json) {
        this.json = json;
    }

    /// A webhook before anybody has proved anything. open is whether it takes deliveries; previous is null where
    /// the secret before does not count any more.
    record Known(
            UUID id, UUID project, UUID application, Sender sender, boolean open, Sealed current, Sealed previous) {}

    /// For whoever has only its id.
    static Optional<Known> known(Sql sql, UUID id) {
        return sql.first("""
                SELECT w.id, w.project_id, w.application_id, w.sender, w.sealed, w.secret_version,
                  CASE WHEN w.previous_until > now() THEN w.previous_sealed END AS previous,
                  w.enabled AND a.deleted_at IS NULL AND p.state = 'active' AS open
                FROM webhooks w JOIN applications a ON a.id = w.application_id JOIN projects p ON p.id = w.project_id
                WHERE w.id = ?
                """, WebhookStore::known, id);
    }

    private static Known known(Row row) throws SQLException {
        UUID id = row.uuid("id");
        UUID project = row.uuid("project_id");
        UUID application = row.uuid("application_id");
        int version = row.integer("secret_version");
        byte[] previous = row.bytes("previous");
        return new Known(
                id,
                project,
                application,
                Sender.of(row.text("sender")),
                row.flag("open"),
                new Sealed(row.bytes("sealed"), HookSecrets.context(project, application, id, version)),
                previous == null
                        ? null
                        : new Sealed(previous, HookSecrets.context(project, application, id, version - 1)));
    }

    List<Webhook> list(Sql sql, UUID application) {
        return sql.list(
                "SELECT * FROM webhooks WHERE application_id = ? ORDER BY created_at, id", this::webhook, application);
    }

    Optional<Webhook> find(Sql sql, UUID application, UUID id) {
        return sql.first("SELECT * FROM webhooks WHERE application_id = ? AND id = ?", this::webhook, application, id);
    }

    /// Throws NOT_FOUND.
    Webhook get(Sql sql, UUID application, UUID id) {
        return find(sql, application, id).orElseThrow(() -> PlatformException.notFound("Webhook " + id));
    }

    Webhook create(
            Sql sql,
            Application application,
            UUID id,
            String name,
            Sender sender,
            boolean enabled,
            Filters filters,
            byte[] sealed,
            String by) {
        sql.update(
                """
                INSERT INTO webhooks (id, project_id, application_id, name, sender, enabled, filters, sealed, created_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                id,
                application.projectId(),
                application.id(),
                name,
                sender.word(),
                enabled,
                json.write(filters),
                sealed,
                by);
        return get(sql, application.id(), id);
    }

    void change(Sql sql, UUID id, String name, boolean enabled, Filters filters) {
        sql.update(
                "UPDATE webhooks SET name = ?, enabled = ?, filters = ? WHERE id = ?",
                name,
                enabled,
                json.write(filters),
                id);
    }

    /// The secret that counted until now counts for as long as overlap says.
    void rotate(Sql sql, UUID id, byte[] sealed, Duration overlap) {
        sql.update("""
                UPDATE webhooks SET previous_sealed = CASE WHEN o.millis > 0 THEN webhooks.sealed END,
                  previous_until = CASE WHEN o.millis > 0 THEN now() + o.millis * interval '1 millisecond' END,
                  sealed = ?, secret_version = secret_version + 1, rotated_at = now()
                FROM (SELECT ?::bigint AS millis) o WHERE id = ?
                """, sealed, overlap.toMillis(), id);
    }

    void delete(Sql sql, UUID id) {
        sql.update("DELETE FROM webhooks WHERE id = ?", id);
    }

    private Webhook webhook(Row row) throws SQLException {
        return new Webhook(
                row.uuid("id"),
                row.uuid("project_id"),
                row.uuid("application_id"),
                row.text("name"),
                Sender.of(row.text("sender")),
                row.flag("enabled"),
                json.read(row.text("filters"), new TypeReference<Filters>() {}),
                row.integer("secret_version"),
                row.instant("previous_until"),
                row.integer("last_delivery"),
                row.instant("created_at"),
                row.text("created_by"),
                row.instant("rotated_at"));
    }
}
