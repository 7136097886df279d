package dev.slipway.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.application.Probe;
import dev.slipway.model.application.Probes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FirstAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-30T17:00:00Z");

    @Test
    void itIsAwaitedUntilItWasReadyOnce() {
        Health fresh = Health.of(Probes.NONE, 8080, NOW);
        Health ready = fresh.on(Health.Kind.READINESS, ProbeResult.WELL, NOW);
        assertThat(first(8080, Probes.NONE, NOW).awaited(fresh)).isTrue();
        assertThat(first(8080, Probes.NONE, NOW).awaited(ready)).isFalse();
    }

    @Test
    void itIsNotAwaitedWhereSomebodySetAProbeOrItTakesNoTrafficOrHasRunBefore() {
        Probes set = new Probes(null, Probe.acceptsConnections(), null);
        Health health = Health.of(set, 8080, NOW);
        assertThat(first(8080, set, NOW).awaited(health)).isFalse();
        assertThat(first(null, Probes.NONE, NOW).awaited(health)).isFalse();
        assertThat(first(8080, Probes.NONE, NOW.minusSeconds(60)).awaited(health))
                .isFalse();
    }

    @Test
    void whatOnlyClosesConnectionsIsWellAfterFiveSeconds() {
        FirstAnswer first = first(8080, Probes.NONE, NOW);
        assertThat(first.of(false, NOW).message()).isEqualTo("port 8080 closes connections without an answer");
        assertThat(first.of(false, NOW.plusMillis(4999)).well()).isFalse();
        assertThat(first.of(false, NOW.plusSeconds(5)).well()).isTrue();
        assertThat(first(8080, Probes.NONE, NOW).of(true, NOW).well()).isTrue();
    }

    private static FirstAnswer first(Integer port, Probes probes, Instant startedAt) {
        return FirstAnswer.of(new Subject("a", "container", "10.1.2.3", port, probes, startedAt), NOW);
    }
}
