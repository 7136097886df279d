package dev.slipway.console.account;

import java.time.Instant;
import java.util.List;

/// A token or a session. token is its text, told once; current marks the session that asks.
public record Key(
        String id,
        String name,
        List<String> scopes,
        Instant createdAt,
        Instant expiresAt,
        Instant lastUsedAt,
        boolean current,
        String token) {

    record Listing(List<Key> items) {}
}
