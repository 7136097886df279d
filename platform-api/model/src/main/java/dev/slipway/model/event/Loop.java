package dev.slipway.model.event;

import dev.slipway.model.event.Bell.Topic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// A level-based loop on a virtual thread of its own: a turn at every ring of its topic and at least once a period.
/// A turn that throws is logged and tried again at the next.
public final class Loop implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Loop.class.getName());

    private final String name;
    private final Bell bell;
    private final Topic topic;
    private final Duration period;
    private final Turn turn;
    private volatile boolean closed;

    /// What is done at every turn: look at the world, do what is missing.
    @FunctionalInterface
    public interface Turn {
        void take() throws Exception;
    }

    private Loop(String name, Bell bell, Topic topic, Duration period, Turn turn) {
        this.name = name;
        this.bell = bell;
        this.topic = topic;
        this.period = period;
        this.turn = turn;
    }

    public static Loop start(String name, Bell bell, Topic topic, Duration period, Turn turn) {
        Loop loop = new Loop(name, bell, topic, period, turn);
        Thread.ofVirtual().name(name).start(loop::run);
        return loop;
    }

    private void run() {
        try {
            while (!closed) {
                long seen = bell.count(topic);
                takeTurn();
                bell.await(topic, seen, period);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeTurn() {
        try {
            turn.take();
        } catch (Exception failure) {
            if (!closed) {
                LOG.log(Level.WARNING, name + " failed and tries again", failure);
            }
        }
    }

    /// The turn under way ends; there is no other. Not by interruption, which would break connections.
    @Override
    public void close() {
        closed = true;
        bell.ring(topic);
    }
}
