package dev.slipway.platform.identity;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.time.Instant;
import java.util.UUID;

/// Who calls: a user, with what the token used allows. project is the only one a token is good for, or null; expiresAt
/// is when the token ends, null for a password; token is the one used, null for a password, and session the same where
/// that is a session.
public record Principal(
        UUID user, String name, boolean admin, Scope scope, UUID project, Instant expiresAt, UUID token, UUID session) {

    /// Throws FORBIDDEN where the token's scope does not reach.
    public void require(Scope needed) {
        if (scope.compareTo(needed) < 0) {
            throw PlatformException.of(
                    ErrorCode.FORBIDDEN,
                    "The token's scope is " + lower(scope) + ", this needs " + lower(needed) + ".",
                    "Make a token with the scope " + lower(needed) + ": POST /api/v1/tokens.");
        }
    }

    /// Throws FORBIDDEN for a token that is good for one project only.
    public void requireWholeUser() {
        if (project != null) {
            throw PlatformException.of(
                    ErrorCode.FORBIDDEN,
                    "This token is good for one project only.",
                    "Use a token that is not bound to a project.");
        }
    }

    /// Throws FORBIDDEN for everybody but platform administrators.
    public void requireAdmin() {
        if (!admin || project != null) {
            throw PlatformException.of(
                    ErrorCode.FORBIDDEN, "Only platform administrators may do this.", "Ask one of them.");
        }
        require(Scope.ADMIN);
    }

    private static String lower(Scope scope) {
        return scope.name().toLowerCase(java.util.Locale.ROOT);
    }
}
