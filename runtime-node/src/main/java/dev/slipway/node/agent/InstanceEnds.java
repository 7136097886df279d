package dev.slipway.node.agent;

import dev.slipway.engine.EngineException;
import dev.slipway.engine.Streams;
import java.time.Duration;
import java.util.function.Consumer;

/// Listens for ends of containers, and again after the engine was away.
final class InstanceEnds implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Streams streams;
    private final Consumer<String> ended;
    private final Thread thread = Thread.ofVirtual().name("engine-ends").unstarted(this::run);

    InstanceEnds(Streams streams, Consumer<String> ended) {
        this.streams = streams;
        this.ended = ended;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                listen();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() throws InterruptedException {
        try (Streams.Following following = streams.ends(ended)) {
            following.join();
        } catch (EngineException _) {
            // The loop's listing meets the same failure and reports it.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
