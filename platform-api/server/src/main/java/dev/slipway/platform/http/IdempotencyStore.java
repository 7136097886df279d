package dev.slipway.platform.http;

import dev.slipway.database.Sql;
import dev.slipway.platform.secret.Sealer;
import java.util.Optional;
import java.util.UUID;

/// Answers kept for 24 hours, sealed: one of them may hold a token.
final class IdempotencyStore {
    private final Sealer sealer;

    IdempotencyStore(Sealer sealer) {
        this.sealer = sealer;
    }

    /// request is the fingerprint of what was asked; location, tag and body (JSON) may be null.
    record Kept(byte[] request, int status, String location, String tag, String body) {}

    /// Makes this transaction the only one that works on the key, until it ends; false where another does.
    static boolean claim(Sql sql, UUID user, String key) {
        return sql.first(
                        "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0)) AS mine",
                        row -> row.flag("mine"),
                        "idempotency|" + user + "|" + key)
                .orElseThrow();
    }

    Optional<Kept> find(Sql sql, UUID user, String key) {
        return sql.first(
                """
                SELECT request, status, location, tag, sealed FROM idempotency_keys
                WHERE user_id = ? AND key = ? AND created_at > now() - interval '24 hours'
                """,
                row -> new Kept(
                        row.bytes("request"),
                        row.integer("status"),
                        row.text("location"),
                        row.text("tag"),
                        row.bytes("sealed") == null ? null : sealer.open(row.bytes("sealed"), context(user, key))),
                user,
                key);
    }

    /// In place of one that is too old to be honoured.
    void keep(Sql sql, UUID user, String key, Kept kept) {
        sql.update(
                """
                INSERT INTO idempotency_keys (user_id, key, request, status, location, tag, sealed)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (user_id, key) DO UPDATE SET request = excluded.request, status = excluded.status,
                  location = excluded.location, tag = excluded.tag, sealed = excluded.sealed, created_at = now()
                """,
                user,
                key,
                kept.request(),
                kept.status(),
                kept.location(),
                kept.tag(),
                kept.body() == null ? null : sealer.seal(kept.body(), context(user, key)));
    }

    private static String context(UUID user, String key) {
        return "idempotency|" + user + "|" + key;
    }
}
