package dev.slipway.model.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.event.Bell.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BellTest {
    private final Bell bell = new Bell();

    @Test
    void aRingBetweenLookingAndWaitingIsNotMissed() throws InterruptedException {
        long seen = bell.count(Topic.BUILDS);
        bell.ring(Topic.BUILDS);

        assertThat(bell.await(Topic.BUILDS, seen, Duration.ZERO)).isTrue();
    }

    @Test
    void aRingOfAnotherTopicDoesNotWake() throws InterruptedException {
        bell.ring(Topic.CLUSTER);

        assertThat(bell.await(Topic.BUILDS, 0, Duration.ZERO)).isFalse();
    }

    @Test
    void aWaiterIsWoken() {
        CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> awaited(Duration.ofMinutes(1)));
        bell.ring(Topic.STATUS);

        assertThat(waiter.join()).isTrue();
    }

    @Test
    void whenTheProcessEndsNobodyWaitsWhateverRings() {
        CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> awaited(Duration.ofMinutes(1)));
        bell.end();
        bell.ring(Topic.STATUS);

        assertThatThrownBy(waiter::join).hasRootCauseInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> bell.await(Topic.STATUS, 0, Duration.ofMinutes(1)))
                .isInstanceOf(InterruptedException.class);
        assertThat(bell.ended()).isTrue();
    }

    private boolean awaited(Duration limit) {
        try {
            return bell.await(Topic.STATUS, 0, limit);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
