package dev.slipway.router;

import dev.slipway.router.table.LiveRoutes;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// Keeps the proxy on the addresses the table names. A bridge may appear after its address was published, so what
/// could not be bound is tried again every second.
final class Listening implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Listening.class.getName());
    private static final long RETRY_MILLIS = 1_000;

    private final LiveRoutes routes;
    private final UnaryOperator<Set<String>> proxy;
    private final Semaphore changes = new Semaphore(1);
    private final Thread thread;

    private Listening(LiveRoutes routes, UnaryOperator<Set<String>> proxy) {
        this.routes = routes;
        this.proxy = proxy;
        this.thread = Thread.ofVirtual().name("router-listening").unstarted(this::run);
    }

    /// proxy listens on the given addresses and no others, and gives those that could not be bound.
    static Listening follow(LiveRoutes routes, UnaryOperator<Set<String>> proxy) {
        Listening listening = new Listening(routes, proxy);
        routes.onChange(listening.changes::release);
        listening.thread.start();
        return listening;
    }

    private void run() {
        try {
            boolean complete = true;
            while (true) {
                if (complete) {
                    changes.acquire();
                } else {
                    boolean _ = changes.tryAcquire(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                }
                changes.drainPermits();
                complete = listens();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean listens() {
        try {
            return proxy.apply(Set.copyOf(routes.listen())).isEmpty();
        } catch (CompletionException failure) {
            LOG.log(System.Logger.Level.WARNING, "listening is set right again later: {0}", failure.getMessage());
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
