package dev.slipway.router.feed;

import dev.slipway.router.table.RouteTable;
import java.time.Duration;
import java.util.Optional;

/// A router that has always taken what was published last.
public final class InMemoryRouterFeed implements RouterFeed {
    private volatile RouteTable table = RouteTable.empty();

    @Override
    public void publish(RouteTable next) {
        table = next;
    }

    @Override
    public boolean settled(Duration timeout) {
        return true;
    }

    @Override
    public Optional<RouterMetrics> metrics() {
        return Optional.empty();
    }

    public RouteTable table() {
        return table;
    }
}
