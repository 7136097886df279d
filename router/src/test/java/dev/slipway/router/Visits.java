package dev.slipway.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.router.proxy.Wire;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Steady load of eight visitors until closed; every visit that was not answered with "served" is noted.
final class Visits implements AutoCloseable {
    private static final int VISITORS = 8;

    private final AtomicInteger count = new AtomicInteger();
    private final List<String> misses = new CopyOnWriteArrayList<>();
    private final List<Thread> visitors;
    private volatile boolean ended;

    private Visits(int port, boolean keep) {
        visitors = IntStream.range(0, VISITORS)
                .mapToObj(_ -> Thread.startVirtualThread(() -> run(port, keep)))
                .toList();
    }

    /// Each visit on a connection of its own.
    static Visits fresh(int port) {
        return new Visits(port, false);
    }

    /// Each visitor stays on its connection until an answer says that it ends.
    static Visits kept(int port) {
        return new Visits(port, true);
    }

    private void run(int port, boolean keep) {
        while (!ended) {
            try (Wire wire = new Wire(port)) {
                visit(wire, keep);
            } catch (IOException | RuntimeException failure) {
                misses.add(failure.toString());
            }
        }
    }

    private void visit(Wire wire, boolean keep) throws IOException {
        boolean closes = false;
        while (!ended && !closes) {
            Wire.Answer answer =
                    wire.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n").answer();
            if (!answer.body().equals("served")) {
                misses.add(answer.toString());
            }
            count.incrementAndGet();
            closes = !keep || answer.header("Connection").equals("close");
        }
    }

    /// All visits up to now and a hundred more.
    void assertAllServed() {
        int now = count.get();
        await().until(() -> count.get() >= now + 100 || !misses.isEmpty());
        assertThat(misses).isEmpty();
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (Thread visitor : visitors) {
            visitor.join();
        }
    }
}
