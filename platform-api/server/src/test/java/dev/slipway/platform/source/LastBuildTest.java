package dev.slipway.platform.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LastBuildTest {
    private static final String OLD = "a".repeat(40);
    private static final String NEW = "b".repeat(40);

    @Test
    void aCommitIsBuiltThatTheNewestBuildIsNotOf() {
        assertThat(LastBuild.needed(null, NEW)).isTrue();
        assertThat(LastBuild.needed(new LastBuild(OLD, false), NEW)).isTrue();
        assertThat(LastBuild.needed(new LastBuild(OLD, true), NEW)).isTrue();
        assertThat(LastBuild.needed(new LastBuild(NEW, false), NEW)).isFalse();
        assertThat(LastBuild.needed(new LastBuild(NEW, true), NEW)).isFalse();
    }

    @Test
    void aBuildThatWaitsForItsCommitWillFindThisOne() {
        assertThat(LastBuild.needed(new LastBuild(null, true), NEW)).isFalse();
        assertThat(LastBuild.needed(new LastBuild(null, false), NEW)).isTrue();
    }

    @Test
    void thePauseDoublesWithEachFailureAndThenStays() {
        Duration every = Duration.ofMinutes(5);

        assertThat(Mirror.pause(every, 0)).isEqualTo(every);
        assertThat(Mirror.pause(every, 1)).isEqualTo(Duration.ofMinutes(10));
        assertThat(Mirror.pause(every, 6)).isEqualTo(Duration.ofMinutes(320));
        assertThat(Mirror.pause(every, 1000)).isEqualTo(Duration.ofMinutes(320));
    }
}
