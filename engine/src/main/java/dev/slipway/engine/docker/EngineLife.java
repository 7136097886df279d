package dev.slipway.engine.docker;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Under which process of the engine a container was started. An engine that comes back keeps its containers running,
/// but it cannot end the input of one that an earlier process started: a program that reads to the end of it waits for
/// ever. An open stream of events tells when a process goes away.
final class EngineLife implements Closeable {
    private static final Map<String, List<String>> FEW_EVENTS = Map.of("type", List.of("daemon"));

    private final DockerClients clients;
    private final Map<String, Integer> started = new ConcurrentHashMap<>();
    private int number;
    private EngineStream open;

    EngineLife(DockerClients clients) {
        this.clients = clients;
    }

    /// To be asked before a container is started. Throws EngineException when nobody answers.
    synchronized int current() {
        if (open == null) {
            EngineStream stream = EngineStream.get(
                    clients.socket(), clients.prefix() + EndEvents.target(FEW_EVENTS), "listen to events");
            open = stream;
            number++;
            Thread.ofVirtual().name("engine-life").start(() -> outlive(stream));
        }
        return number;
    }

    private void outlive(EngineStream stream) {
        try (stream) {
            while (stream.next() != null) {
                // Only the end says something.
            }
        } catch (IOException _) {
            // So does that.
        }
        ended(stream);
    }

    private synchronized void ended(EngineStream stream) {
        if (open == stream) {
            open = null;
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
    public synchronized void close() {
        if (open != null) {
            open.close();
        }
    }
}
