package dev.slipway.node.router;

import dev.slipway.node.router.proxy.ProxyServer;
import dev.slipway.node.router.table.LiveRoutes;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Keeps the proxy on the addresses the table names. A bridge may appear after its address was published, so what
/// could not be bound is tried again every second.
final class Listening implements AutoCloseable {
    private static final long RETRY_MILLIS = 1_000;

    private final LiveRoutes routes;
    private final ProxyServer proxy;
    private final Semaphore changes = new Semaphore(1);
    private final Thread thread;

    private Listening(LiveRoutes routes, ProxyServer proxy) {
        this.routes = routes;
        this.proxy = proxy;
        this.thread = Thread.ofVirtual().name("router-listening").unstarted(this::run);
    }

    static Listening follow(LiveRoutes routes, ProxyServer proxy) {
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
                complete = proxy.listen(Set.copyOf(routes.listen())).isEmpty();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
