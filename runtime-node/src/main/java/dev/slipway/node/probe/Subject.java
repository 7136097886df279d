package dev.slipway.node.probe;

import dev.slipway.model.application.Probes;
import java.time.Instant;

/// Whom to ask: a running container of an instance. port null means that the process takes no traffic; startedAt is
/// when
/// its container started.
public record Subject(
        String instance, String container, String address, Integer port, Probes probes, Instant startedAt) {

    /// Whether nobody said how it is to be asked when it is ready.
    boolean plain() {
        return port != null && (probes == null || probes.readiness() == null);
    }
}
