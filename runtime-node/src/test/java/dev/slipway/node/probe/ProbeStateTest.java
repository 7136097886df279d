package dev.slipway.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.application.Probe;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProbeStateTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final ProbeResult REFUSED = ProbeResult.unwell("refused");

    @Test
    void firstAskingWaitsForTheInitialDelay() {
        ProbeState state = ProbeState.of(probe(Duration.ofSeconds(3), 1, 3), START);
        assertThat(state.due(START.plusMillis(2999))).isFalse();
        assertThat(state.due(START.plusSeconds(3))).isTrue();
    }

    @Test
    void untilItPassesItIsAskedEveryFiftyMillisecondsAndThenEveryPeriod() {
        ProbeState state = ProbeState.of(probe(Duration.ZERO, 1, 3), START).on(REFUSED, START);
        assertThat(state.dueAt()).isEqualTo(START.plusMillis(50));
        state = state.on(ProbeResult.WELL, START.plusMillis(50));
        assertThat(state.passing()).isTrue();
        assertThat(state.dueAt()).isEqualTo(START.plusMillis(50).plusSeconds(10));
    }

    @Test
    void slowStarterIsAskedEverySecond() {
        Instant later = START.plusSeconds(61);
        ProbeState state = ProbeState.of(probe(Duration.ZERO, 1, 3), START).on(REFUSED, later);
        assertThat(state.dueAt()).isEqualTo(later.plusSeconds(1));
    }

    @Test
    void failuresCountOncePerPeriodHoweverOftenItIsAsked() {
        ProbeState state = ProbeState.of(probe(Duration.ZERO, 1, 3), START);
        for (int millis = 0; millis < 20_000; millis += 50) {
            state = state.on(REFUSED, START.plusMillis(millis));
        }
        assertThat(state.failed()).isFalse();
        assertThat(state.on(REFUSED, START.plusSeconds(20)).failed()).isTrue();
    }

    @Test
    void itStopsPassingOnlyAfterFailuresInARow() {
        ProbeState state = ProbeState.of(probe(Duration.ZERO, 1, 2), START).on(ProbeResult.WELL, START);
        state = state.on(REFUSED, START.plusSeconds(10)).on(ProbeResult.WELL, START.plusSeconds(20));
        state = state.on(REFUSED, START.plusSeconds(30));
        assertThat(state.passing()).isTrue();
        state = state.on(REFUSED, START.plusSeconds(40));
        assertThat(state.passing()).isFalse();
        assertThat(state.message()).isEqualTo("refused");
    }

    @Test
    void itPassesOnlyAfterSuccessesInARow() {
        ProbeState state = ProbeState.of(probe(Duration.ZERO, 2, 3), START).on(ProbeResult.WELL, START);
        assertThat(state.passing()).isFalse();
        state = state.on(REFUSED, START.plusMillis(50)).on(ProbeResult.WELL, START.plusMillis(100));
        assertThat(state.passing()).isFalse();
        assertThat(state.on(ProbeResult.WELL, START.plusMillis(150)).passing()).isTrue();
    }

    private static Probe probe(Duration delay, int success, int failure) {
        return new Probe(
                null,
                new Probe.Tcp(null),
                null,
                delay,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                success,
                failure);
    }
}
