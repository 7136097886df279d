package dev.slipway.platform.identity;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/// The principal of the request under way.
@RequestScoped
public class Caller {
    private Principal principal;

    /// Who signed in, on whichever way.
    public void is(Principal authenticated) {
        principal = authenticated;
    }

    /// Empty where nobody has signed in, or not yet.
    public Optional<Principal> known() {
        return Optional.ofNullable(principal);
    }

    /// Throws UNAUTHENTICATED where nobody signed in.
    public Principal principal() {
        if (principal == null) {
            throw unauthenticated("This needs a sign-in.");
        }
        return principal;
    }

    public void requireAdmin() {
        principal().requireAdmin();
    }

    static PlatformException unauthenticated(String why) {
        return PlatformException.of(
                ErrorCode.UNAUTHENTICATED, why, "Send Authorization: Bearer <token>; POST /api/v1/tokens makes one.");
    }
}
