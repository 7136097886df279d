package dev.slipway.router.proxy;

import dev.slipway.router.feed.RouterMetrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What all event loops count together.
final class Counters {
    private final LongAdder requests = new LongAdder();
    private final LongAdder inFlight = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private final LongAdder tunnels = new LongAdder();
    private final Map<Reason, LongAdder> ownAnswers = new ConcurrentHashMap<>();

    void began() {
        requests.increment();
        inFlight.increment();
    }

    void ended() {
        inFlight.decrement();
    }

    void connected() {
        connections.increment();
    }

    void disconnected() {
        connections.decrement();
    }

    /// Of clients, open now.
    long connections() {
        return connections.sum();
    }

    void tunnelOpened() {
        tunnels.increment();
    }

    void tunnelClosed() {
        tunnels.decrement();
    }

    void answered(Reason reason) {
        ownAnswers.computeIfAbsent(reason, _ -> new LongAdder()).increment();
    }

    long inFlight() {
        return inFlight.sum();
    }

    RouterMetrics metrics() {
        Map<String, Long> byReason = new TreeMap<>();
        ownAnswers.forEach((reason, count) -> byReason.put(reason.code, count.sum()));
        return new RouterMetrics(requests.sum(), inFlight.sum(), tunnels.sum(), byReason);
    }
}
