package dev.slipway.platform.identity;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@Entity
@Table(name = "tokens")
class TokenRow extends PanacheEntityBase {
    static final String TOKEN = "token";
    static final String SESSION = "session";

    @Id
    UUID id = UUID.randomUUID();

    UUID userId;
    UUID projectId;
    String kind = TOKEN;
    String name;
    byte[] hash;
    String[] scopes;
    Instant createdAt = Instant.now();
    Instant expiresAt;
    Instant lastUsedAt;

    static TokenRow hashed(byte[] hash) {
        return find("hash", (Object) hash).firstResult();
    }

    static List<TokenRow> after(UUID user, String key, int most) {
        return TokenRow.<TokenRow>find(
                        "userId = ?1 and kind = ?2 and concat(name, ' ', cast(id as String)) > ?3"
                                + " order by concat(name, ' ', cast(id as String))",
                        user,
                        TOKEN,
                        key)
                .page(0, most)
                .list();
    }

    static List<TokenRow> sessions(UUID user) {
        return list("userId = ?1 and kind = ?2 order by createdAt desc, id", user, SESSION);
    }

    static long deleteSessions(UUID user) {
        return delete("userId = ?1 and kind = ?2", user, SESSION);
    }
}
