package dev.slipway.build.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.sandbox.Sandbox.Waiting;
import dev.slipway.build.sandbox.Sandbox.Wanted;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SandboxTest {
    private static final Instant THEN = Instant.parse("2026-11-29T12:00:00Z");

    private final Waiting waiting = Waiting.adopted(4, "c1", Set.of(), THEN, THEN);

    @Test
    void isMadeWhenTheReleaseHasHadItsTime() {
        Wanted wanted = new Wanted(new Site(4, "net", 1_000_040_000L, "image"), Optional.empty(), THEN);

        assertThat(wanted.quiet(THEN.plus(Wanted.QUIET).minusMillis(1))).isFalse();
        assertThat(wanted.quiet(THEN.plus(Wanted.QUIET))).isTrue();
    }

    @Test
    void belongsToOneBuildAtATime() {
        Waiting held = waiting.heldBy("b1");

        assertThat(waiting.isFor("b2")).isTrue();
        assertThat(held.isFor("b1")).isTrue();
        assertThat(held.isFor("b2")).isFalse();
        assertThat(held.leftBy("b1", Optional.empty(), THEN).isFor("b2")).isTrue();
    }

    @Test
    void isOverOnlyWhenNobodyHoldsItAndItHasRested() {
        Waiting held = waiting.heldBy("b1");
        Instant late = THEN.plus(Waiting.REST);

        assertThat(waiting.over(late.minusMillis(1))).isFalse();
        assertThat(waiting.over(late)).isTrue();
        assertThat(held.over(late)).isFalse();
        assertThat(held.leftBy("b1", Optional.empty(), late).over(late)).isFalse();
        assertThat(held.leftBy("b1", Optional.empty(), late).over(late.plus(Waiting.REST)))
                .isTrue();
    }

    @Test
    void isNotKeptForEverByBuildsThatFollowEachOther() {
        Instant old = THEN.plus(Waiting.AGE);
        Waiting busy = waiting.heldBy("b1");

        assertThat(busy.over(old)).isFalse();
        assertThat(busy.leftBy("b1", Optional.empty(), old).over(old)).isTrue();
    }

    @Test
    void whereOneDidNotSucceedOthersEndAndNobodyFollows() {
        Waiting spoiled =
                Waiting.adopted(4, "c1", Set.of("b1", "b2"), THEN, THEN).spoiledBy("b1", THEN);

        assertThat(spoiled.over(THEN)).isFalse();
        assertThat(spoiled.leftBy("b2", Optional.empty(), THEN).isFor("b3")).isFalse();
        assertThat(spoiled.leftBy("b2", Optional.empty(), THEN).over(THEN)).isTrue();
    }

    @Test
    void staysWithAllBuildsThatMayStandInIt() {
        Waiting adopted = Waiting.adopted(4, "c1", Set.of("b1", "b2"), THEN, THEN);

        assertThat(adopted.isFor("b1")).isFalse();
        assertThat(adopted.leftBy("b1", Optional.empty(), THEN).isFor("b2")).isTrue();
        assertThat(adopted.leftBy("b1", Optional.empty(), THEN).rests()).isFalse();
    }
}
