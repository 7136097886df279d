package dev.slipway.node.probe;

import dev.slipway.model.application.Probe;
import java.time.Duration;
import java.time.Instant;

/// What one probe of one instance has come to. Pure; time is passed in. passing: success answers in a row were
/// reached and the failures since did not undo it. failed: failure answers in a row were reached.
/// Until a probe passes first it is asked every 50 ms (for a minute, then every second), so that a fast start is
/// seen at once; failures in that time count once per period, so that they mean what the user wrote.
public record ProbeState(
        Probe probe,
        Instant firstAt,
        Instant dueAt,
        Instant countedAt,
        int successes,
        int failures,
        boolean passing,
        boolean passed,
        String message) {
    static final Duration EAGER = Duration.ofMillis(50);
    static final Duration EAGER_FOR = Duration.ofSeconds(60);
    static final Duration PATIENT = Duration.ofSeconds(1);

    /// Asked first after its initial delay.
    static ProbeState of(Probe probe, Instant now) {
        Instant first = now.plus(probe.initialDelay());
        return new ProbeState(probe, first, first, null, 0, 0, false, false, null);
    }

    boolean due(Instant now) {
        return !now.isBefore(dueAt);
    }

    boolean failed() {
        return failures >= probe.failure();
    }

    ProbeState on(ProbeResult result, Instant now) {
        return result.well() ? onWell(now) : onUnwell(result.message(), now);
    }

    private ProbeState onWell(Instant now) {
        int row = Math.min(successes + 1, probe.success());
        boolean well = passing || row >= probe.success();
        return new ProbeState(probe, firstAt, next(now, passed || well), null, row, 0, well, passed || well, null);
    }

    private ProbeState onUnwell(String why, Instant now) {
        boolean counts = countedAt == null || !now.isBefore(countedAt.plus(probe.period()));
        int row = counts ? Math.min(failures + 1, probe.failure()) : failures;
        Instant counted = counts ? now : countedAt;
        boolean well = passing && row < probe.failure();
        return new ProbeState(probe, firstAt, next(now, passed), counted, 0, row, well, passed, why);
    }

    private Instant next(Instant now, boolean settled) {
        if (settled) {
            return now.plus(probe.period());
        }
        Duration gap = now.isBefore(firstAt.plus(EAGER_FOR)) ? EAGER : PATIENT;
        return now.plus(gap.compareTo(probe.period()) < 0 ? gap : probe.period());
    }
}
