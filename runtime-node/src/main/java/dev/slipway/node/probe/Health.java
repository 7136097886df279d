package dev.slipway.node.probe;

import dev.slipway.model.application.Probe;
import dev.slipway.model.application.Probes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The health of one instance out of its probes. Pure. Startup comes first: readiness and liveness are asked only
/// once it has passed. A process with a port and no readiness probe is ready when the port accepts a connection and,
/// after its start, answers; one without a port, when it runs. everReady stays once ready was true.
public record Health(ProbeState startup, ProbeState readiness, ProbeState liveness, boolean everReady) {

    /// Which probe is meant.
    public enum Kind {
        STARTUP,
        READINESS,
        LIVENESS
    }

    /// Why an instance must end; reason is StartupProbeFailed or LivenessProbeFailed where a probe says so.
    public record Verdict(String reason, String message) {}

    /// probes null means none; port null means that the process takes no traffic.
    public static Health of(Probes probes, Integer port, Instant now) {
        Probes asked = probes == null ? Probes.NONE : probes;
        boolean plain = asked.readiness() == null && port != null;
        Probe readiness = plain ? Probe.acceptsConnections() : asked.readiness();
        Health fresh =
                new Health(state(asked.startup(), now), state(readiness, now), state(asked.liveness(), now), false);
        return fresh.noted();
    }

    private static ProbeState state(Probe probe, Instant now) {
        return probe == null ? null : ProbeState.of(probe, now);
    }

    public boolean started() {
        return startup == null || startup.passing();
    }

    public boolean ready() {
        return started() && (readiness == null || readiness.passing());
    }

    /// The probe whose answer keeps it from being ready; only for one that is not.
    public Probe awaited() {
        return waiting().probe();
    }

    /// What that probe was answered; null before the first answer.
    public String complaint() {
        return waiting().message();
    }

    private ProbeState waiting() {
        return started() ? readiness : startup;
    }

    /// Null while it may go on.
    public Verdict verdict() {
        if (startup != null && !startup.passed() && startup.failed()) {
            return new Verdict("StartupProbeFailed", startup.message());
        }
        return liveness != null && liveness.failed() ? new Verdict("LivenessProbeFailed", liveness.message()) : null;
    }

    /// The probes to ask now, in order.
    List<Kind> due(Instant now) {
        if (!started()) {
            return startup.due(now) ? List.of(Kind.STARTUP) : List.of();
        }
        List<Kind> kinds = new ArrayList<>(2);
        if (readiness != null && readiness.due(now)) {
            kinds.add(Kind.READINESS);
        }
        if (liveness != null && liveness.due(now)) {
            kinds.add(Kind.LIVENESS);
        }
        return kinds;
    }

    /// When to look again; null when there is nothing to ask ever.
    Instant dueAt() {
        if (!started()) {
            return startup.dueAt();
        }
        return Stream.of(readiness, liveness)
                .filter(Objects::nonNull)
                .map(ProbeState::dueAt)
                .min(Instant::compareTo)
                .orElse(null);
    }

    Probe probe(Kind kind) {
        return state(kind).probe();
    }

    private ProbeState state(Kind kind) {
        return switch (kind) {
            case STARTUP -> startup;
            case READINESS -> readiness;
            case LIVENESS -> liveness;
        };
    }

    /// The health after one more answer.
    Health on(Kind kind, ProbeResult result, Instant now) {
        ProbeState next = state(kind).on(result, now);
        Health after = switch (kind) {
            case STARTUP -> new Health(next, readiness, liveness, everReady);
            case READINESS -> new Health(startup, next, liveness, everReady);
            case LIVENESS -> new Health(startup, readiness, next, everReady);
        };
        return after.noted();
    }

    private Health noted() {
        return new Health(startup, readiness, liveness, everReady || ready());
    }
}
