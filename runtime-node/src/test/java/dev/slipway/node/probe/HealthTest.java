package dev.slipway.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.application.Probe;
import dev.slipway.model.application.Probes;
import dev.slipway.node.probe.Health.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final ProbeResult REFUSED = ProbeResult.unwell("refused");

    @Test
    void processWithoutPortAndProbesIsReadyWhenItRuns() {
        Health health = Health.of(Probes.NONE, null, START);
        assertThat(health.ready()).isTrue();
        assertThat(health.dueAt()).isNull();
    }

    @Test
    void processWithAPortIsReadyWhenItAcceptsConnections() {
        Health health = Health.of(null, 8080, START);
        assertThat(health.ready()).isFalse();
        assertThat(health.due(START)).containsExactly(Kind.READINESS);
        assertThat(health.on(Kind.READINESS, ProbeResult.WELL, START).ready()).isTrue();
    }

    @Test
    void readinessAndLivenessWaitForStartup() {
        Health health = Health.of(new Probes(probe(3), probe(3), probe(3)), 8080, START);
        assertThat(health.due(START)).containsExactly(Kind.STARTUP);
        health = health.on(Kind.STARTUP, ProbeResult.WELL, START);
        assertThat(health.due(START)).containsExactly(Kind.READINESS, Kind.LIVENESS);
        assertThat(health.ready()).isFalse();
    }

    @Test
    void startupThatNeverPassesEndsTheInstance() {
        Health health = Health.of(new Probes(probe(2), null, null), 8080, START)
                .on(Kind.STARTUP, REFUSED, START)
                .on(Kind.STARTUP, REFUSED, START.plusSeconds(1));
        assertThat(health.verdict()).isEqualTo(new Health.Verdict("StartupProbeFailed", "refused"));
    }

    @Test
    void failedLivenessEndsTheInstanceAndFailedReadinessOnlyItsTraffic() {
        Health health = Health.of(new Probes(null, probe(1), probe(2)), 8080, START)
                .on(Kind.READINESS, ProbeResult.WELL, START)
                .on(Kind.LIVENESS, ProbeResult.WELL, START)
                .on(Kind.READINESS, REFUSED, START.plusSeconds(1));
        assertThat(health.ready()).isFalse();
        assertThat(health.everReady()).isTrue();
        assertThat(health.verdict()).isNull();
        health = health.on(Kind.LIVENESS, REFUSED, START.plusSeconds(1))
                .on(Kind.LIVENESS, REFUSED, START.plusSeconds(2));
        assertThat(health.verdict()).isEqualTo(new Health.Verdict("LivenessProbeFailed", "refused"));
    }

    private static Probe probe(int failure) {
        Duration second = Duration.ofSeconds(1);
        return new Probe(null, new Probe.Tcp(null), null, Duration.ZERO, second, second, 1, failure);
    }
}
