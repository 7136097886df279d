package dev.slipway.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.database.DatabaseException;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Patience.Goal;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final Patience LONG = new Patience(Goal.DONE, Duration.ofMinutes(1));

    private static final Response ACCEPTED =
            Response.accepted().location(URI.create("/builds/7")).build();

    private final Bell bell = new Bell();
    private final List<Runnable> leave = new CopyOnWriteArrayList<>();
    private final Waits waits = new Waits(bell, leave::add);
    private final AtomicInteger value = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean away;

    @Test
    void oneWhoDidNotAskIsAnsweredAtOnce() throws InterruptedException {
        Waited<Integer> waited = waits.until(new Patience(Goal.NOTHING, Duration.ofMinutes(1)), this::look, _ -> true);

        assertThat(waited).isEqualTo(new Waited<>(0, false));
        assertThat(waited.answer(ACCEPTED, "x").getStatus()).isEqualTo(202);
    }

    @Test
    void theBellWakesAndWhatIsReachedIsAnswered() {
        CompletableFuture<Waited<Integer>> waiting = waiting(LONG);
        await().until(() -> looks.get() == 1);
        value.set(1);
        bell.ring(Topic.STATUS);

        Waited<Integer> waited = waiting.join();

        assertThat(waited).isEqualTo(new Waited<>(1, true));
        assertThat(waited.answer(ACCEPTED, "x").getStatus()).isEqualTo(200);
        assertThat(looks).as("it looked when there was something to see").hasValue(2);
    }

    @Test
    void whatStandsAtTheTimeoutIsAnswered() {
        assertThat(waiting(new Patience(Goal.DONE, Duration.ofMillis(20))).join())
                .isEqualTo(new Waited<>(0, false));
    }

    @Test
    void aDatabaseThatIsAwayForAMomentIsNotTheAnswer() {
        CompletableFuture<Waited<Integer>> waiting = waiting(LONG);
        await().until(() -> looks.get() == 1);
        away = true;
        bell.ring(Topic.STATUS);
        await().until(() -> looks.get() == 2);
        away = false;
        value.set(1);
        bell.ring(Topic.STATUS);

        assertThat(waiting.join()).isEqualTo(new Waited<>(1, true));
    }

    @Test
    void aClientThatLeavesFreesItsThreadAndItsPlace() {
        List<CompletableFuture<Waited<Integer>>> all = new ArrayList<>();
        for (int i = 0; i < Waits.MOST; i++) {
            all.add(waiting(LONG));
        }
        await().until(() -> leave.size() == Waits.MOST);
        assertThat(waiting(LONG).join()).as("one too many").isEqualTo(new Waited<>(0, false));

        leave.forEach(Runnable::run);

        assertThat(all).allSatisfy(each -> assertThat(each.join().reached()).isFalse());
        value.set(1);
        assertThat(waiting(LONG).join().reached()).isTrue();
    }

    @Test
    void thePlatformsEndFreesEverybody() {
        CompletableFuture<Waited<Integer>> waiting = waiting(LONG);
        await().until(() -> looks.get() == 1);

        waits.end();

        assertThat(waiting.join().reached()).isFalse();
    }

    @Test
    void whatIsWaitedForIsFoundByItsAddress() {
        assertThat(Waited.number(ACCEPTED)).isEqualTo(7);
    }

    @Test
    void whatCannotBeWaitedForIsRefused() {
        assertThat(new WaitQuery(null, null).patience()).isEqualTo(new Patience(Goal.NOTHING, Duration.ofMinutes(2)));
        assertThat(new WaitQuery("ready", "PT10M").patience())
                .isEqualTo(new Patience(Goal.READY, Duration.ofMinutes(10)));
        assertThatThrownBy(() -> new WaitQuery("forever", null).patience()).isInstanceOf(PlatformException.class);
        for (String timeout : List.of("2", "PT11M", "-PT1S", "soon")) {
            assertThatThrownBy(() -> new WaitQuery("done", timeout).patience())
                    .as(timeout)
                    .isInstanceOf(PlatformException.class);
        }
    }

    private CompletableFuture<Waited<Integer>> waiting(Patience patience) {
        CompletableFuture<Waited<Integer>> waited = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                waited.complete(waits.until(patience, this::look, seen -> seen == 1));
            } catch (InterruptedException | RuntimeException e) {
                waited.completeExceptionally(e);
            }
        });
        return waited;
    }

    private int look() {
        looks.incrementAndGet();
        if (away) {
            throw new DatabaseException(new SQLException("terminating connection", "57P01"));
        }
        return value.get();
    }
}
