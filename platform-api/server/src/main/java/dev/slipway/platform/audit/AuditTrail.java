package dev.slipway.platform.audit;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/// The deed of the request under way, where it is one to be told.
@RequestScoped
class AuditTrail {
    private Deed deed;

    void begins(Deed begun) {
        deed = begun;
    }

    Optional<Deed> deed() {
        return Optional.ofNullable(deed);
    }
}
