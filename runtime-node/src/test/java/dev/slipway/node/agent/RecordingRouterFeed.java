package dev.slipway.node.agent;

import dev.slipway.router.feed.RouterFeed;
import dev.slipway.router.feed.RouterMetrics;
import dev.slipway.router.table.Endpoint;
import dev.slipway.router.table.RouteTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A router that takes every table at once, unless it is busy, and remembers them.
public final class RecordingRouterFeed implements RouterFeed {
    private final List<RouteTable> tables = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch taken = new CountDownLatch(0);

    @Override
    public void publish(RouteTable table) {
        tables.add(table);
    }

    @Override
    public boolean settled(Duration timeout) throws InterruptedException {
        // However long that takes: the test ends it.
        taken.await();
        return true;
    }

    /// Acknowledges nothing until it {@link #goesOn}.
    public void isBusy() {
        taken = new CountDownLatch(1);
    }

    public void goesOn() {
        taken.countDown();
    }

    @Override
    public Optional<RouterMetrics> metrics() {
        return Optional.empty();
    }

    public List<RouteTable> tables() {
        return List.copyOf(tables);
    }

    /// Every endpoint of the newest table.
    public List<Endpoint> endpoints() {
        return tables.isEmpty()
                ? List.of()
                : tables.getLast().routes().stream()
                        .flatMap(route -> route.targets().stream())
                        .flatMap(target -> target.endpoints().stream())
                        .toList();
    }
}
