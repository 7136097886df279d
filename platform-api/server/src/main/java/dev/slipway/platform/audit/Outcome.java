package dev.slipway.platform.audit;

import java.util.Optional;
import java.util.Set;

/// How what was asked ended.
public enum Outcome {
    DONE,
    /// An answer was given again (Idempotency-Key): nothing was done this time.
    REPEATED,
    REFUSED,
    /// Slipway failed; whether there was an effect is not known.
    FAILED;

    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final int INTERNAL = 500;

    /// Changes that were understood and are not: not found, in conflict, of another version.
    private static final Set<Integer> REFUSALS = Set.of(UNAUTHENTICATED, FORBIDDEN, 404, 409, 412);

    /// What there is to tell of an answer; empty for reading that was allowed, for what nobody signed in to, and for
    /// requests that make no sense.
    static Optional<Outcome> of(boolean changing, boolean credentials, int status) {
        if (status == UNAUTHENTICATED) {
            return credentials ? Optional.of(REFUSED) : Optional.empty();
        }
        if (status == FORBIDDEN || changing && REFUSALS.contains(status)) {
            return Optional.of(REFUSED);
        }
        if (changing && status < 400) {
            return Optional.of(DONE);
        }
        return changing && status == INTERNAL ? Optional.of(FAILED) : Optional.empty();
    }
}
