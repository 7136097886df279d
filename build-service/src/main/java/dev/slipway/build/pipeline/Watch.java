package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Renews a build's lease and interrupts the thread that builds as soon as the platform says that it is cancelled or
/// lost. While the platform is away the build simply goes on.
final class Watch implements AutoCloseable {
    private static final Duration VERDICT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofMillis(200);

    private final BuildOrders orders;
    private final BuildOrder order;
    private final Duration period;
    private final Thread builder;
    private final Thread thread;
    private final Thread listener;
    private String stage = "prepare";
    /// When the platform hears of it next.
    private long due = System.nanoTime();
    private boolean armed = true;
    private boolean closed;
    private Fate fate = Fate.NONE;

    /// Watches over the calling thread.
    Watch(BuildOrders orders, BuildOrder order, Duration period) {
        this.orders = orders;
        this.order = order;
        this.period = period;
        this.builder = Thread.currentThread();
        this.thread = Thread.ofVirtual().name("watch-" + order.id()).start(this::loop);
        this.listener = Thread.ofVirtual().name("verdict-" + order.id()).start(this::listen);
    }

    /// Tells the platform soon, where it is another one: of those that follow one another quickly it hears of the
    /// last.
    synchronized void stage(String name) {
        if (!name.equals(stage)) {
            stage = name;
            due = Math.min(due, System.nanoTime() + SOON.toNanos());
            notifyAll();
        }
    }

    synchronized Fate fate() {
        return fate;
    }

    /// From now on the builder's thread is left in peace; returns what has befallen the build until now. An
    /// interruption that did not come from here means that the node is stopping.
    synchronized Fate disarm() {
        armed = false;
        notifyAll();
        if (Thread.interrupted() && fate == Fate.NONE) {
            fate = Fate.STOPPED;
        }
        return fate;
    }

    private void loop() {
        for (String now = next(); now != null; now = next()) {
            try {
                if (orders.heartbeat(order, new Heartbeat(order.epoch(), now)).cancelled()) {
                    befall(Fate.CANCELLED);
                }
            } catch (LostBuildException e) {
                befall(Fate.LOST);
            } catch (UnreachableException e) {
                continue;
            }
        }
    }

    /// A heartbeat comes every few seconds; whoever cancels waits for this.
    private void listen() {
        while (!closed()) {
            try {
                if (orders.verdict(order, VERDICT).cancelled()) {
                    befall(Fate.CANCELLED);
                    return;
                }
            } catch (LostBuildException e) {
                befall(Fate.LOST);
                return;
            } catch (UnreachableException e) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private synchronized boolean closed() {
        return closed;
    }

    private synchronized String next() {
        try {
            for (long left = due - System.nanoTime(); !closed && left > 0; left = due - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            due = System.nanoTime() + period.toNanos();
            return closed ? null : stage;
        } catch (InterruptedException e) {
            return null;
        }
    }

    /// From now on the build may take this time until it is disarmed.
    void limit(Duration time) {
        Thread.ofVirtual().name("limit-" + order.id()).start(() -> {
            if (outlasts(time)) {
                befall(Fate.LATE);
            }
        });
    }

    private synchronized boolean outlasts(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toMillis(); armed && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
            return armed;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /// The first thing that befalls a build counts, and interrupts the builder's thread.
    synchronized void befall(Fate what) {
        if (fate == Fate.NONE && armed) {
            fate = what;
            builder.interrupt();
        } else if (what == Fate.LOST) {
            fate = what;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        listener.interrupt();
        notifyAll();
    }
}
