package dev.slipway.platform.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.build.BuildState;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StandingPropertiesTest {
    private static final Instant START = Instant.parse("2026-11-29T08:00:00Z");

    @Property
    void whatWasToldIsNotToldAgain(@ForAll BuildState state, @ForAll @IntRange(max = 100_000) int seconds) {
        assertThat(Standing.NONE.after(state).due(state, START.plusSeconds(seconds)))
                .isFalse();
    }

    @Property
    void anotherStateIsToldAtOnceWhateverBecameOfTheOneBefore(
            @ForAll BuildState before, @ForAll BuildState now, @ForAll boolean lasting, @ForAll boolean reached) {
        Standing standing = reached ? Standing.NONE.after(before) : Standing.NONE.failed(before, lasting, START);
        assertThat(standing.due(now, START)).isEqualTo(before != now);
    }

    @Property
    void triesEndAndEachPauseIsLongerUpToAnHour(@ForAll BuildState state) {
        Standing standing = Standing.NONE;
        Instant time = START;
        Duration pause = Duration.ZERO;
        int tries = 0;
        while (standing.due(state, time)) {
            standing = standing.failed(state, false, time);
            Duration next = Duration.between(time, standing.nextAt());
            assertThat(next).isGreaterThanOrEqualTo(pause).isLessThanOrEqualTo(Duration.ofHours(1));
            assertThat(standing.due(state, standing.nextAt().minusMillis(1))).isFalse();
            time = standing.nextAt();
            pause = next;
            tries++;
        }
        assertThat(tries).isEqualTo(Standing.MOST);
    }

    @Example
    void whatWouldEndTheSameIsNotTriedAgain() {
        assertThat(Standing.NONE
                        .failed(BuildState.FAILED, true, START)
                        .due(BuildState.FAILED, START.plus(Duration.ofDays(1))))
                .isFalse();
    }
}
