package dev.slipway.node.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.application.Probe;
import dev.slipway.model.application.Probes;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FirstAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-30T17:00:00Z");

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FirstAnswer first = new FirstAnswer(8080);

    @Test
    void anAnswerIsOneAndSoIsSilence() {
        assertThat(first.of(Greeting.ANSWERED, NOW).well()).isTrue();
        assertThat(first.of(Greeting.SILENT, NOW).well()).isTrue();
    }

    @Test
    void whatOnlyClosesConnectionsIsWellAfterFiveSeconds() {
        assertThat(first.of(Greeting.CLOSED, NOW).message())
                .isEqualTo("port 8080 closes connections without an answer");
        assertThat(first.of(Greeting.CLOSED, NOW.plusMillis(4999)).well()).isFalse();
        assertThat(first.of(Greeting.CLOSED, NOW.plusSeconds(5)).well()).isTrue();
    }

    @Test
    void aPortThatIsShutMeanwhileBeginsThatTimeAnew() {
        first.of(Greeting.CLOSED, NOW);
        assertThat(first.of(Greeting.REFUSED, NOW.plusSeconds(3)).message())
                .isEqualTo("port 8080 accepts no connection");
        assertThat(first.of(Greeting.CLOSED, NOW.plusSeconds(6)).well()).isFalse();
    }

    @Test
    void whoSaysMoreOfReadinessThanThatAPortIsOpenIsAskedThat() {
        assertThat(subject(8080, Probes.NONE).plain()).isTrue();
        assertThat(subject(8080, ready(Probe.acceptsConnections())).plain()).isTrue();
        assertThat(subject(null, Probes.NONE).plain()).isFalse();
        assertThat(subject(8080, ready(tcp(9000))).plain()).isFalse();
        assertThat(subject(8080, ready(http())).plain()).isFalse();
    }

    private static Probe tcp(Integer port) {
        return new Probe(null, new Probe.Tcp(port), null, Duration.ZERO, SECOND, SECOND, 1, 3);
    }

    private static Probe http() {
        return new Probe(new Probe.Http("/", null), null, null, Duration.ZERO, SECOND, SECOND, 1, 3);
    }

    private static Probes ready(Probe readiness) {
        return new Probes(null, readiness, null);
    }

    private static Subject subject(Integer port, Probes probes) {
        return new Subject("a", "container", "10.1.2.3", port, probes, NOW);
    }
}
