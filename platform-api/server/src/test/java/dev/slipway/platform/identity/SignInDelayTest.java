package dev.slipway.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SignInDelayTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final SignInDelay delay = new SignInDelay(new Ticking());

    @Test
    void guessesWithoutAnAnswerYetCountAsFailures() {
        begin(5);

        refused();
        pass(Duration.ofSeconds(1));
        delay.begin("ann");
        pass(Duration.ofSeconds(1));
        refused();
        pass(Duration.ofSeconds(1));
        assertThatNoException().isThrownBy(() -> delay.begin("ann"));
    }

    @Test
    void successTakesItBack() {
        begin(4);
        delay.begin("ann");
        delay.succeeded("ann");

        begin(5);
        refused();
    }

    @Test
    void othersWaitForNobody() {
        begin(5);

        assertThatNoException().isThrownBy(() -> delay.begin("bob"));
    }

    @Test
    void nobodyWaitsLongerThanAQuarterOfAnHour() {
        for (int i = 0; i < 40; i++) {
            delay.begin("ann");
            pass(Duration.ofMinutes(15));
        }

        assertThatNoException().isThrownBy(() -> delay.begin("ann"));
    }

    private void begin(int times) {
        for (int i = 0; i < times; i++) {
            delay.begin("ann");
        }
    }

    private void refused() {
        assertThatThrownBy(() -> delay.begin("ann"))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private final class Ticking extends Clock {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
