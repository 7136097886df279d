package dev.slipway.platform.identity;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.secret.Sealer;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens: shown once, kept as HMAC-SHA-256 under a key outside the database.
@Singleton
public class Tokens {
    static final Duration DEFAULT_LIFE = Duration.ofDays(90);
    static final Duration LONGEST_LIFE = Duration.ofDays(365);
    static final Duration SESSION_LIFE = Duration.ofHours(12);
    static final Duration SESSION_IDLE = Duration.ofMinutes(30);
    private static final Duration USE_GRAIN = Duration.ofMinutes(1);

    private final SecretKeySpec pepper;

    Tokens(Sealer sealer) {
        this.pepper = new SecretKeySpec(sealer.derive("tokens"), "HmacSHA256");
    }

    /// A token as its owner sees it later; the text is not kept.
    public record Token(
            UUID id,
            String name,
            List<String> scopes,
            UUID project,
            Instant createdAt,
            Instant expiresAt,
            Instant lastUsedAt) {

        /// What tokens are listed by: names may be given twice.
        String key() {
            return name + " " + id;
        }

        static Token of(TokenRow row) {
            return new Token(
                    row.id, row.name, List.of(row.scopes), row.projectId, row.createdAt, row.expiresAt, row.lastUsedAt);
        }
    }

    /// What is made, and the one time its text is shown.
    public record Created(Token token, String text) {}

    /// A token of its owner for life (up to {@link #LONGEST_LIFE}), and never for longer than until the given time;
    /// null for no such time. Throws FIELD_INVALID for another life.
    @Transactional
    public Created create(UUID user, String name, List<Scope> scopes, UUID project, Duration life, Instant until) {
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST_LIFE) > 0) {
            throw PlatformException.invalid("expiresIn", "must be more than nothing and at most P365D");
        }
        TokenRow row = new TokenRow();
        row.userId = user;
        row.projectId = project;
        row.name = name;
        row.scopes = names(scopes);
        Instant expiresAt = row.createdAt.plus(life);
        row.expiresAt = until != null && until.isBefore(expiresAt) ? until : expiresAt;
        return kept(row);
    }

    private static String[] names(List<Scope> scopes) {
        return scopes.stream()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    private Created kept(TokenRow row) {
        String text = TokenText.random();
        row.hash = hash(text);
        row.persist();
        return new Created(Token.of(row), text);
    }

    /// A session of a browser: whatever its user may, for {@link #SESSION_LIFE}, and not beyond
    /// {@link #SESSION_IDLE} without use. name says which browser.
    @Transactional
    public Created signIn(UUID user, String name) {
        TokenRow row = new TokenRow();
        row.kind = TokenRow.SESSION;
        row.userId = user;
        row.name = name;
        row.scopes = names(List.of(Scope.values()));
        row.expiresAt = row.createdAt.plus(SESSION_LIFE);
        return kept(row);
    }

    /// Whose token this is, if it is good.
    @Transactional
    public Optional<Principal> principal(String text) {
        return principal(text, true);
    }

    /// As {@link #principal(String)}; a call that nobody attends does not keep a session from idling.
    @Transactional
    public Optional<Principal> principal(String text, boolean attended) {
        if (!TokenText.wellFormed(text)) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        return Optional.ofNullable(TokenRow.hashed(hash(text)))
                .filter(row -> row.expiresAt.isAfter(now) && !idle(row, now))
                .flatMap(row -> used(row, now, attended));
    }

    private static boolean idle(TokenRow row, Instant now) {
        Instant used = row.lastUsedAt == null ? row.createdAt : row.lastUsedAt;
        return row.kind.equals(TokenRow.SESSION) && used.plus(SESSION_IDLE).isBefore(now);
    }

    private static Optional<Principal> used(TokenRow row, Instant now, boolean attended) {
        if (attended
                && (row.lastUsedAt == null || row.lastUsedAt.plus(USE_GRAIN).isBefore(now))) {
            row.lastUsedAt = now;
        }
        UserRow user = UserRow.findById(row.userId);
        return user == null || user.deletedAt != null
                ? Optional.empty()
                : Optional.of(new Principal(
                        user.id,
                        user.name,
                        user.admin,
                        highest(row.scopes),
                        row.projectId,
                        row.expiresAt,
                        row.id,
                        row.kind.equals(TokenRow.SESSION) ? row.id : null));
    }

    private static Scope highest(String[] scopes) {
        return Arrays.stream(scopes)
                .map(scope -> Scope.valueOf(scope.toUpperCase(Locale.ROOT)))
                .max(Comparator.naturalOrder())
                .orElse(Scope.READ);
    }

    /// By name, one more than the page holds.
    @Transactional
    public List<Token> page(UUID user, Page.Request page) {
        return TokenRow.after(user, page.afterName(), page.limit() + 1).stream()
                .map(Token::of)
                .toList();
    }

    /// The sessions of the user that have not ended, newest first.
    @Transactional
    public List<Token> sessions(UUID user) {
        Instant now = Instant.now();
        return TokenRow.sessions(user).stream()
                .filter(row -> row.expiresAt.isAfter(now) && !idle(row, now))
                .map(Token::of)
                .toList();
    }

    /// Throws NOT_FOUND where the user has no such token.
    @Transactional
    public void revoke(UUID user, UUID id) {
        if (TokenRow.delete("id = ?1 and userId = ?2 and kind = ?3", id, user, TokenRow.TOKEN) == 0) {
            throw PlatformException.of(ErrorCode.NOT_FOUND, "You have no token " + id + ".", "GET /api/v1/tokens.");
        }
    }

    /// Throws NOT_FOUND where the user has no such session.
    @Transactional
    public void signOut(UUID user, UUID session) {
        if (TokenRow.delete("id = ?1 and userId = ?2 and kind = ?3", session, user, TokenRow.SESSION) == 0) {
            throw PlatformException.of(
                    ErrorCode.NOT_FOUND, "You have no session " + session + ".", "GET /api/v1/sessions.");
        }
    }

    /// Ends every session of the user.
    @Transactional
    public void signOutEverywhere(UUID user) {
        TokenRow.deleteSessions(user);
    }

    private byte[] hash(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(pepper);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
