package dev.slipway.platform.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.PlatformException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PaceTest {
    private Instant now = Instant.parse("2026-11-28T12:00:00Z");

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @Test
    void aWebhookTakesSoManyInAMinuteAndAnotherItsOwn() {
        Pace pace = new Pace(2, clock);
        UUID webhook = UUID.randomUUID();
        pace.take(webhook);
        pace.take(webhook);

        assertThatThrownBy(() -> pace.take(webhook))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        refused -> assertThat(refused.retryAfter()).contains(Duration.ofMinutes(1)));
        assertThatCode(() -> pace.take(UUID.randomUUID())).doesNotThrowAnyException();
        now = now.plus(Duration.ofSeconds(59));
        assertThatThrownBy(() -> pace.take(webhook)).isInstanceOf(PlatformException.class);
        now = now.plus(Duration.ofSeconds(1));
        assertThatCode(() -> pace.take(webhook)).doesNotThrowAnyException();
    }
}
