package dev.slipway.node.probe;

import dev.slipway.model.application.Probe;
import dev.slipway.model.application.Probes;
import java.time.Instant;

/// Whom to ask: a running container of an instance, and when it started. port null means that the process takes no
/// traffic.
public record Subject(
        String instance, String container, String address, Integer port, Probes probes, Instant startedAt) {

    /// Whether nobody said more of its readiness than that its port is open.
    boolean plain() {
        Probe readiness = probes == null ? null : probes.readiness();
        return port != null
                && (readiness == null || readiness.tcp() != null && port.equals(SocketProber.port(readiness, port)));
    }
}
