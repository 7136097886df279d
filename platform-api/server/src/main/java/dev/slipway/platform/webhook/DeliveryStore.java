package dev.slipway.platform.webhook;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.http.Page;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// Deliveries as rows: what is remembered so that it is not taken twice, and what can be looked at.
@Singleton
class DeliveryStore {
    private final JsonColumns json;

    DeliveryStore(JsonColumns json) {
        this.json = json;
    }

    /// Where a delivery comes from: the sender's id of it, or the one that is replayed and who asked; else null.
    record Origin(String delivery, Integer replayOf, String by) {}

    /// False where it was remembered already. Ids are forgotten by age ({@link #forget}), which is longer than any
    /// window.
    static boolean first(Sql sql, Webhook webhook, String kind, byte[] digest, Duration window) {
        return sql.update("""
                INSERT INTO webhook_receipts AS r (project_id, webhook_id, kind, digest) VALUES (?, ?, ?, ?)
                ON CONFLICT (webhook_id, kind, digest) DO UPDATE SET received_at = now()
                WHERE r.received_at < now() - ?::bigint * interval '1 millisecond'
                """, webhook.projectId(), webhook.id(), kind, digest, window.toMillis()) == 1;
    }

    /// Keeps it, and forgets the oldest ones of the application beyond most.
    Delivery add(Sql sql, Webhook webhook, Origin origin, Facts facts, Verdict verdict, Integer build, int most) {
        int number = sql.first("""
                        UPDATE webhooks SET last_delivery = last_delivery + 1 WHERE id = ? RETURNING last_delivery
                        """, row -> row.integer("last_delivery"), webhook.id())
                .orElseThrow();
        sql.update(
                """
                INSERT INTO webhook_deliveries (project_id, application_id, webhook_id, number, delivery, facts,
                  decision, reason, message, build, replay_of, replayed_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                webhook.projectId(),
                webhook.applicationId(),
                webhook.id(),
                number,
                origin.delivery(),
                json.write(facts),
                verdict.reason().decision(),
                verdict.reason().name(),
                verdict.message(),
                build,
                origin.replayOf(),
                origin.by());
        sql.update("""
                DELETE FROM webhook_deliveries WHERE application_id = ? AND id <= (
                  SELECT id FROM webhook_deliveries WHERE application_id = ? ORDER BY id DESC OFFSET ? LIMIT 1)
                """, webhook.applicationId(), webhook.applicationId(), most);
        return get(sql, webhook.id(), number);
    }

    /// Throws NOT_FOUND.
    Delivery get(Sql sql, UUID webhook, int number) {
        return sql.first(
                        "SELECT * FROM webhook_deliveries WHERE webhook_id = ? AND number = ?",
                        this::delivery,
                        webhook,
                        number)
                .orElseThrow(() -> PlatformException.notFound("Delivery " + number));
    }

    /// Newest first, one more than the page holds.
    List<Delivery> page(Sql sql, UUID webhook, Page.Request page) {
        return sql.list(
                "SELECT * FROM webhook_deliveries WHERE webhook_id = ? AND number < ? ORDER BY number DESC LIMIT ?",
                this::delivery,
                webhook,
                page.afterNumber(Integer.MAX_VALUE),
                page.limit() + 1);
    }

    private Delivery delivery(Row row) throws SQLException {
        Reason reason = Reason.valueOf(row.text("reason"));
        Facts facts = json.read(row.text("facts"), new TypeReference<>() {});
        return new Delivery(
                row.integer("number"),
                row.instant("received_at"),
                row.text("delivery"),
                facts.event(),
                row.constant("decision", Reason.Decision.class),
                reason,
                row.text("message"),
                reason.next(),
                row.integer("build"),
                row.integer("replay_of"),
                row.text("replayed_by"),
                facts);
    }
}
