package dev.slipway.engine.docker;

import dev.slipway.engine.EngineException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Under which process of the engine a container was started. An engine that comes back keeps its containers running,
/// but it cannot end the input of one that an earlier process started: a program that reads to the end of it waits for
/// ever. An open stream of events tells when a process goes away; then no connection to it is used any more.
final class EngineLife implements Closeable {
    private static final Map<String, List<String>> FEW_EVENTS = Map.of("type", List.of("daemon"));
    private static final String LISTEN = "listen to events";
    private static final long BETWEEN_TRIES_NANOS = 500_000_000;

    private final DockerClients clients;
    private final Map<String, Integer> started = new ConcurrentHashMap<>();
    private int number;
    private EngineStream open;
    private volatile boolean closed;

    /// Listens from now on. Throws EngineException when nobody answers.
    EngineLife(DockerClients clients) {
        this.clients = clients;
        current();
    }

    /// To be asked before a container is started. Throws EngineException when nobody answers.
    synchronized int current() {
        if (open == null && !closed) {
            EngineStream stream = EngineFaults.looking(
                    LISTEN,
                    () -> EngineStream.get(clients.socket(), clients.prefix() + EndEvents.target(FEW_EVENTS), LISTEN));
            open = stream;
            number++;
            Thread.ofVirtual().name("engine-life").start(() -> outlive(stream));
        }
        return number;
    }

    private void outlive(EngineStream stream) {
        try (stream) {
            // Only the end says something.
            stream.awaitEnd();
        } catch (IOException _) {
            // So does that.
        }
        if (!ended()) {
            awaitNext();
        }
    }

    /// Whether nobody listens any more.
    private synchronized boolean ended() {
        open = null;
        if (!closed) {
            clients.renew();
        }
        return closed;
    }

    private void awaitNext() {
        while (true) {
            LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
            try {
                current();
                return;
            } catch (EngineException _) {
                // It is not back yet.
            }
        }
    }

    /// life is what was current before the start.
    void started(String container, int life) {
        started.put(container, life);
    }

    /// False also for one that another process of ours started.
    boolean began(String container) {
        Integer life = started.get(container);
        return life != null && life == current();
    }

    void forget(String container) {
        started.remove(container);
    }

    @Override
    public void close() {
        closed = true;
        closeStream();
    }

    private synchronized void closeStream() {
        if (open != null) {
            open.close();
        }
    }
}
