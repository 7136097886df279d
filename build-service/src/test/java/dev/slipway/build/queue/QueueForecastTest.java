package dev.slipway.build.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.queue.QueueForecast.Open;
import dev.slipway.model.build.BuildPlaces.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueueForecastTest {
    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
    private static final UUID SHOP = UUID.randomUUID();
    private static final UUID BLOG = UUID.randomUUID();

    @Test
    void whatWaitsStartsWhenWhatRunsUsuallyEnds() {
        Open waits = waiting(SHOP, 20L);
        Open after = waiting(SHOP, 20L);

        Map<UUID, Place> places = of(running(BLOG, 30L, 10), waits, after);

        assertThat(places)
                .containsEntry(waits.id(), new Place(1, NOW.plusSeconds(20)))
                .containsEntry(after.id(), new Place(2, NOW.plusSeconds(40)));
    }

    @Test
    void projectWithNothingRunningComesBeforeAnOlderQueueOfABusyOne() {
        Open older = waiting(SHOP, 20L);
        Open newer = waiting(BLOG, 20L);

        Map<UUID, Place> places = of(running(SHOP, 10L, 0), running(SHOP, 60L, 0), older, newer);

        assertThat(places.get(newer.id())).isEqualTo(new Place(1, NOW.plusSeconds(10)));
        assertThat(places.get(older.id())).isEqualTo(new Place(2, NOW.plusSeconds(30)));
    }

    @Test
    void projectAtItsLimitWaitsForItsOwn() {
        Open waits = waiting(SHOP, 20L);

        Map<UUID, Place> places = of(running(SHOP, 50L, 0), running(SHOP, 60L, 0), running(BLOG, 10L, 0), waits);

        assertThat(places.get(waits.id()).expectedStart()).isEqualTo(NOW.plusSeconds(50));
    }

    @Test
    void buildsOfOneApplicationFollowEachOtherUnlessTheyMayRunBesideEachOther() {
        UUID application = UUID.randomUUID();
        Open first = new Open(UUID.randomUUID(), SHOP, application, false, NOW, Duration.ofSeconds(40));
        Open second = new Open(UUID.randomUUID(), SHOP, application, false, null, Duration.ofSeconds(40));
        Open beside = new Open(UUID.randomUUID(), SHOP, application, true, null, Duration.ofSeconds(40));
        Open other = running(BLOG, 10L, 0);

        assertThat(of(first, other, second).get(second.id()).expectedStart()).isEqualTo(NOW.plusSeconds(40));
        assertThat(of(first, other, beside).get(beside.id()).expectedStart()).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void buildThatTakesLongerThanUsualMayEndAtAnyTime() {
        Open waits = waiting(SHOP, 20L);

        assertThat(of(running(SHOP, 10L, 60), waits).get(waits.id()).expectedStart())
                .isEqualTo(NOW);
    }

    @Test
    void applicationsWithoutAHistoryTakeAsLongAsTheOthers() {
        Open waits = waiting(SHOP, null);
        Open after = waiting(SHOP, null);

        assertThat(of(running(BLOG, 10L, 0), waits, after).get(after.id()).expectedStart())
                .isEqualTo(NOW.plusSeconds(20));
    }

    @Test
    void whereNothingRunsOrNothingIsKnownOnlyThePlaceIsTold() {
        Open waits = waiting(SHOP, 20L);
        Open after = waiting(SHOP, 20L);
        Open unknown = waiting(SHOP, null);

        assertThat(of(waits, after)).containsEntry(waits.id(), new Place(1, null));
        assertThat(of(waits, after)).containsEntry(after.id(), new Place(2, null));
        assertThat(of(running(BLOG, null, 0), unknown)).containsEntry(unknown.id(), new Place(1, null));
    }

    private static Map<UUID, Place> of(Open... open) {
        return QueueForecast.of(List.of(open), 2, NOW);
    }

    private static Open running(UUID project, Long usual, long since) {
        return new Open(UUID.randomUUID(), project, UUID.randomUUID(), false, NOW.minusSeconds(since), duration(usual));
    }

    private static Open waiting(UUID project, Long usual) {
        return new Open(UUID.randomUUID(), project, UUID.randomUUID(), false, null, duration(usual));
    }

    private static Duration duration(Long seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }
}
