package dev.slipway.platform.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.platform.node.LogRelay;
import dev.slipway.platform.node.RelayedLogs;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstanceLogsTest {
    private static final LogQuery ALL = LogQuery.of(false, null, null, false);
    private static final LogQuery FOLLOW = LogQuery.of(true, null, null, false);

    private static final String FIRST = "2026-11-21T10:00:00.000000001Z first";
    private static final String SECOND = "2026-11-21T10:00:00.000000001Z second";
    private static final String THIRD = "2026-11-21T10:00:03.000000000Z third";

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
        threads.submit(() -> RelayedLogs.answer(relay, "one", 10, instance -> FIRST + " of " + instance + "\n"));
        Future<?> following = follow(sources);
        await().untilAsserted(() -> assertThat(out).hasToString("[web.i1] first of i1\n"));
        sources.add(running("i2"));
        bell.ring(Topic.STATUS);
        await().untilAsserted(() -> assertThat(out).asString().endsWith("[web.i2] first of i2\n"));
        leave(following);
    }

    @Test
    void everyLineComesOnceAlthoughTheNodeOrTheEngineEndsInBetween() throws Exception {
        threads.submit(() -> {
            RelayedLogs.breakOff(relay, "one", FIRST + "\n" + SECOND.substring(0, 20));
            RelayedLogs.answer(relay, "one", 1, _ -> FIRST + "\n" + SECOND + "\n");
            return RelayedLogs.answer(relay, "one", 10, _ -> FIRST + "\n" + SECOND + "\n" + THIRD + "\n");
        });
        Future<?> following = follow(List.of(running("i1")));
        await().until(() -> {
            bell.ring(Topic.STATUS);
            return out.toString().contains("third");
        });
        assertThat(out).hasToString("[web.i1] first\n[web.i1] second\n[web.i1] third\n");
        leave(following);
    }

    private Future<?> follow(List<LogSource> sources) {
        return threads.submit(() -> {
            logs.follow(() -> sources, FOLLOW, viewer, out);
            return null;
        });
    }

    private void leave(Future<?> following) throws Exception {
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
