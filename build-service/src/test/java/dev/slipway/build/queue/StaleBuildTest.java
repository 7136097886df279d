package dev.slipway.build.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.queue.StaleBuild.Fate;
import dev.slipway.model.build.BuildState;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StaleBuildTest {

    private static StaleBuild build(
            BuildState state, int epoch, boolean expired, boolean cancelled, Integer replacedBy) {
        return new StaleBuild(UUID.randomUUID(), state, epoch, expired, cancelled, false, replacedBy);
    }

    @Test
    void buildWithALiveLeaseIsLeftAloneWhateverWasAsked() {
        assertThat(build(BuildState.RUNNING, 3, false, true, null).fate()).isInstanceOf(Fate.Left.class);
    }

    @Test
    void lostBuildWaitsAgainUntilItsThirdClaim() {
        assertThat(build(BuildState.RUNNING, 2, true, false, null).fate()).isInstanceOf(Fate.Queued.class);
        assertThat(build(BuildState.RUNNING, 3, true, false, null).fate())
                .isInstanceOfSatisfying(
                        Fate.Ended.class,
                        ended -> assertThat(ended.ending().reason()).isEqualTo("NodeLost"));
    }

    @Test
    void cancelledBuildEndsWhenNobodyHoldsIt() {
        assertThat(build(BuildState.QUEUED, 0, false, true, null).fate()).isInstanceOf(Fate.Ended.class);
        assertThat(build(BuildState.RUNNING, 1, true, true, null).fate()).isInstanceOf(Fate.Ended.class);
    }

    @Test
    void replacedPushNamesItsReplacement() {
        assertThat(build(BuildState.QUEUED, 0, false, false, 7).fate())
                .isInstanceOfSatisfying(
                        Fate.Ended.class,
                        ended -> assertThat(ended.ending().message()).contains("build 7"));
    }
}
