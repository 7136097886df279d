package dev.slipway.node.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final boolean BUSY = true;
    private static final boolean RESTS = false;

    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final Patience patience = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30));

    @Test
    void workBeginsWhenTheNodeHasRestedLongEnough() {
        assertThat(begins(0, BUSY)).isFalse();
        assertThat(begins(5, RESTS)).isFalse();
        assertThat(begins(14, RESTS)).isFalse();
        assertThat(begins(15, RESTS)).isTrue();
        assertThat(begins(16, RESTS)).isTrue();
    }

    @Test
    void restIsCountedAlsoWhileThereIsNoWork() {
        patience.saw(BUSY, NOON);
        patience.saw(RESTS, NOON);

        assertThat(begins(60, RESTS)).isTrue();
    }

    @Test
    void restBeginsAnewAfterEachBuild() {
        assertThat(begins(0, RESTS)).isTrue();
        assertThat(begins(9, BUSY)).isFalse();
        assertThat(begins(11, RESTS)).isFalse();
        assertThat(begins(21, RESTS)).isTrue();
    }

    @Test
    void nothingWaitsForEverAndWhatComesAfterARestWaitsAnew() {
        assertThat(begins(0, BUSY)).isFalse();
        assertThat(begins(29, BUSY)).isFalse();
        assertThat(begins(30, BUSY)).isTrue();
        assertThat(begins(31, BUSY)).isTrue();
        patience.done();
        assertThat(begins(32, BUSY)).isFalse();
        patience.saw(RESTS, NOON.plusSeconds(40));
        patience.saw(RESTS, NOON.plusSeconds(600));
        assertThat(begins(601, BUSY)).isFalse();
        assertThat(begins(631, BUSY)).isTrue();
    }

    @Test
    void withoutARestWorkBeginsAsSoonAsNobodyIsBusy() {
        Patience none = new Patience(Duration.ZERO, Duration.ofSeconds(30));

        none.saw(BUSY, NOON);
        assertThat(none.mayBegin(NOON)).isFalse();
        none.saw(RESTS, NOON.plusSeconds(1));
        assertThat(none.mayBegin(NOON.plusSeconds(1))).isTrue();
    }

    private boolean begins(long second, boolean busy) {
        Instant now = NOON.plusSeconds(second);
        patience.saw(busy, now);
        return patience.mayBegin(now);
    }
}
