package dev.slipway.platform.identity;

import dev.slipway.model.fault.PlatformException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Reads the Authorization header. One text for every way a sign-in can be wrong.
@Singleton
public class Authenticator {
    private static final String WRONG = "The name, password or token is not right, or has expired.";

    private final Users users;
    private final Tokens tokens;

    Authenticator(Users users, Tokens tokens) {
        this.users = users;
        this.tokens = tokens;
    }

    /// Throws UNAUTHENTICATED where the header is absent, of another scheme, or wrong. A call that nobody attends does
    /// not keep a session from idling.
    Principal bearer(String header, boolean attended) {
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw Caller.unauthenticated("This needs a token.");
        }
        return tokens.principal(header.substring(7).strip(), attended).orElseThrow(() -> Caller.unauthenticated(WRONG));
    }

    /// Basic with user:password or user:token, or Bearer. The name must be the token's owner.
    public Principal basicOrBearer(String header) {
        return basicOrBearer(header, true);
    }

    Principal basicOrBearer(String header, boolean attended) {
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return bearer(header, attended);
        }
        String[] credentials = decoded(header.substring(6).strip()).split(":", 2);
        if (credentials.length != 2) {
            throw Caller.unauthenticated(WRONG);
        }
        return basic(credentials[0], credentials[1]);
    }

    /// The name in a Basic header, where it can be a user's; never what stands beside it.
    public static Optional<String> nameTried(String header) {
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String name = decoded(header.substring(6).strip()).split(":", 2)[0];
            return Optional.of(name).filter(Users::canBeName);
        } catch (PlatformException _) {
            return Optional.empty();
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw Caller.unauthenticated(WRONG);
        }
    }

    private Principal basic(String name, String secret) {
        return (secret.startsWith(TokenText.PREFIX)
                        ? tokens.principal(secret)
                                .filter(principal -> principal.name().equals(name))
                        : users.signIn(name, secret))
                .orElseThrow(() -> Caller.unauthenticated(WRONG));
    }
}
