package dev.slipway.build.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// When each thing that is kept was last used, in counts of uses, for several threads. What this process has not seen
/// used is the oldest.
public final class Uses {
    private final Map<String, Long> last = new ConcurrentHashMap<>();
    private final AtomicLong clock = new AtomicLong();

    public void used(String id) {
        last.put(id, clock.incrementAndGet());
    }

    /// 0 for what was not seen used.
    public long last(String id) {
        return last.getOrDefault(id, 0L);
    }

    public void forget(String id) {
        last.remove(id);
    }
}
