package dev.slipway.model.event;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes the loops of one process. A ring says only "look again": every loop reads the world afresh and runs on
/// a timer as well, so a lost ring costs time and nothing else. Ring after the commit, never before.
public final class Bell {

    /// What there is to look at.
    public enum Topic {
        /// A build was queued, ended or shall be cancelled: nodes that wait for builds.
        BUILDS,
        /// A build succeeded: a release is due.
        RELEASES,
        /// Applications, deployments, instances or nodes changed: the scheduler.
        CLUSTER,
        /// What nodes shall hold may have changed.
        ASSIGNMENTS,
        /// A node holds other images or networks: which are needed, and which go.
        INVENTORY,
        /// What users watch changed: deployments, instances, logs.
        STATUS
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private final Map<Topic, Long> counts = new EnumMap<>(Topic.class);
    private boolean ended;

    public void ring(Topic... topics) {
        lock.lock();
        try {
            for (Topic topic : topics) {
                counts.merge(topic, 1L, Long::sum);
            }
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How often the topic was rung; take it before looking and hand it to {@link #await}, and no ring is
    /// missed.
    public long count(Topic topic) {
        lock.lock();
        try {
            return counts.getOrDefault(topic, 0L);
        } finally {
            lock.unlock();
        }
    }

    /// The process ends: whoever waits is told so now, and nobody waits any more.
    public void end() {
        lock.lock();
        try {
            ended = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the topic was rung more often than seen, at most the given time. Returns whether it was.
    /// Throws InterruptedException as soon as the process ends.
    public boolean await(Topic topic, long seen, Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            while (ended || counts.getOrDefault(topic, 0L) <= seen) {
                if (ended) {
                    throw new InterruptedException("the process ends");
                }
                if (nanos <= 0) {
                    return false;
                }
                nanos = rung.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
