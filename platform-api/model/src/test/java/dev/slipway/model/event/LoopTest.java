package dev.slipway.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.event.Bell.Topic;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final Duration NEVER = Duration.ofHours(1);

    private final Bell bell = new Bell();

    @Test
    void aRingMakesATurn() throws InterruptedException {
        CountDownLatch turns = new CountDownLatch(2);
        try (Loop _ = Loop.start("test", bell, Topic.CLUSTER, NEVER, () -> {
            turns.countDown();
            bell.ring(Topic.CLUSTER);
        })) {
            assertThat(turns.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void aTurnThatFailsIsFollowedByAnother() throws InterruptedException {
        CountDownLatch turns = new CountDownLatch(2);
        try (Loop _ = Loop.start("test", bell, Topic.CLUSTER, Duration.ofMillis(1), () -> {
            turns.countDown();
            throw new IllegalStateException("on purpose");
        })) {
            assertThat(turns.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
