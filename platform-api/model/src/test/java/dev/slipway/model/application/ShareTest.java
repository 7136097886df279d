package dev.slipway.model.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
    @ParameterizedTest
    @CsvSource({"3,10,3,3", "25%,10,3,2", "25%,1,1,0", "0%,7,0,0", "100%,7,7,7", "34%,3,2,1", "25%,0,0,0"})
    void partsOfAnInstanceAreRounded(String text, int of, int up, int down) {
        Share share = Share.parse(text);

        assertThat(share).hasToString(text);
        assertThat(share.roundedUp(of)).isEqualTo(up);
        assertThat(share.roundedDown(of)).isEqualTo(down);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "101", "101%", "25 %", "1.5", "%", "many"})
    void whatIsNoNumberOfInstancesIsRefused(String text) {
        assertThatThrownBy(() -> Share.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whereNeitherLeavesAWayOneMayBeUnavailable() {
        Rollout rollout =
                new Rollout(Rollout.Strategy.ROLLING, Share.parse("0"), Share.parse("25%"), Duration.ofMinutes(1));

        assertThat(rollout.unavailable(3)).isEqualTo(1);
        assertThat(rollout.unavailable(8)).isEqualTo(2);
        assertThat(Rollout.DEFAULT.unavailable(3)).isZero();
        assertThat(Rollout.DEFAULT.surge(3)).isEqualTo(1);
    }
}
