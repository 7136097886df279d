package dev.slipway.platform.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.platform.node.LogRelay;
import dev.slipway.platform.node.RelayedLogs;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstanceLogsTest {
    private static final LogQuery ALL = LogQuery.of(false, null, null, false);
    private static final LogQuery FOLLOW = LogQuery.of(true, null, null, false);

    private final LogRelay relay = new LogRelay();
    private final Bell bell = new Bell();
    private final InstanceLogs logs = new InstanceLogs(relay, bell);
    private final Viewer viewer = new Viewer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void logsComeOneAfterAnotherAndEvidenceStandsInForLostOnes() throws Exception {
        threads.submit(() -> RelayedLogs.answer(relay, "one", 1, instance -> "hello from " + instance));
        logs.write(List.of(running("i1"), lost("i2")), ALL, viewer, out);
        assertThat(out).hasToString("[web.i1] hello from i1\n[web.i2] last words\n");
    }

    @Test
    void followingPicksUpInstancesThatStartLater() throws Exception {
        List<LogSource> sources = new CopyOnWriteArrayList<>(List.of(running("i1")));
        threads.submit(() -> RelayedLogs.answer(relay, "one", 2, instance -> "hello from " + instance + "\n"));
        Future<?> following = threads.submit(() -> {
            logs.follow(() -> sources, FOLLOW, viewer, out);
            return null;
        });
        await().untilAsserted(() -> assertThat(out).hasToString("[web.i1] hello from i1\n"));
        sources.add(running("i2"));
        bell.ring(Topic.STATUS);
        await().untilAsserted(() -> assertThat(out).asString().endsWith("[web.i2] hello from i2\n"));
        viewer.leave();
        bell.ring(Topic.STATUS);
        following.get(10, TimeUnit.SECONDS);
    }

    @Test
    void followingGoesOnFromThereAfterItsNodeWasReplaced() throws Exception {
        AtomicLong since = new AtomicLong();
        threads.submit(() -> {
            RelayedLogs.breakOff(relay, "one", "before\n");
            return RelayedLogs.answerAsked(relay, "one", next -> {
                since.set(next.since());
                return "after\n";
            });
        });
        Future<?> following = threads.submit(() -> {
            logs.follow(() -> List.of(running("i1")), FOLLOW, viewer, out);
            return null;
        });
        await().untilAsserted(() -> assertThat(out).hasToString("[web.i1] before\n"));
        await().until(() -> {
            bell.ring(Topic.STATUS);
            return out.toString().endsWith("[web.i1] after\n");
        });
        assertThat(since.get()).isCloseTo(Instant.now().getEpochSecond(), within(60L));
        viewer.leave();
        bell.ring(Topic.STATUS);
        following.get(10, TimeUnit.SECONDS);
    }

    private static LogSource running(String id) {
        return new LogSource(id, "web", "one", "c-" + id, InstanceState.RUNNING, false, List.of());
    }

    private static LogSource lost(String id) {
        return new LogSource(id, "web", "one", "c-" + id, InstanceState.LOST, false, List.of("last words"));
    }
}
