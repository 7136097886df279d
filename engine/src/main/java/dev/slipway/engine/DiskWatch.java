package dev.slipway.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Measures what containers write and tells of those above a limit, at every look again: no storage here bounds it.
/// Looks every 2 s, less often when looking takes long (at most a twentieth of the time, every 10 s at least), and not
/// before 2 s have passed: until then next to nothing can have been written.
/// A file that was removed and is still open is not seen. What takes too long to count is above the limit the third
/// time in a row: once it may be a disk that a neighbour keeps busy.
public final class DiskWatch implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int SHARE = 20;
    private static final int SLOW_LOOKS = 3;
    private static final System.Logger LOG = System.getLogger(DiskWatch.class.getName());

    private final ToLongFunction<String> written;
    private final long limit;
    private final Supplier<? extends Collection<String>> watched;
    private final Consumer<String> exceeded;
    private final Map<String, Integer> slow = new HashMap<>();
    private final Thread thread = Thread.ofVirtual().name("disk-watch").unstarted(this::run);

    /// limit in bytes; watched gives ids and is asked at every look; exceeded is told the id.
    public DiskWatch(
            Containers containers,
            long limit,
            Supplier<? extends Collection<String>> watched,
            Consumer<String> exceeded) {
        this(containers::writtenBytes, limit, watched, exceeded);
    }

    /// The same for what is measured in another way: written says how many bytes, by id.
    public DiskWatch(
            ToLongFunction<String> written,
            long limit,
            Supplier<? extends Collection<String>> watched,
            Consumer<String> exceeded) {
        this.written = written;
        this.limit = limit;
        this.watched = watched;
        this.exceeded = exceeded;
    }

    /// Looks from now on until closed.
    public DiskWatch start() {
        thread.start();
        return this;
    }

    private void run() {
        Duration took = Duration.ZERO;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(pause(took));
                long began = System.nanoTime();
                look();
                took = Duration.ofNanos(System.nanoTime() - began);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static Duration pause(Duration took) {
        Duration fair = took.multipliedBy(SHARE);
        if (fair.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return fair.compareTo(LONGEST) < 0 ? fair : LONGEST;
    }

    /// One look, on the calling thread. What cannot be measured now is measured at the next.
    public void look() {
        Collection<String> now = watched.get();
        slow.keySet().retainAll(now);
        for (String container : now) {
            try {
                if (exceeds(container, written.applyAsLong(container))) {
                    exceeded.accept(container);
                }
            } catch (EngineException later) {
                LOG.log(System.Logger.Level.DEBUG, "the disk of " + container, later);
            }
        }
    }

    boolean exceeds(String container, long written) {
        if (written != Long.MAX_VALUE) {
            slow.remove(container);
            return written > limit;
        }
        return slow.merge(container, 1, Integer::sum) >= SLOW_LOOKS;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
