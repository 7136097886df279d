package dev.slipway.router.feed;

import dev.slipway.router.table.RouteTable;
import java.time.Duration;
import java.util.Optional;

/// The agent's way to its router. Level-based: publish the whole desired table whenever anything in it changed.
public interface RouterFeed {

    /// Returns at once; only the newest table counts. Whether the router is reachable makes no difference: it gets
    /// the table when it is.
    void publish(RouteTable table);

    /// Waits until the router has acknowledged the newest table published before this call: afterwards it sends no
    /// new request to an endpoint that table does not name (so a draining instance may be stopped once its requests
    /// are done). False when the time ran out.
    boolean settled(Duration timeout) throws InterruptedException;

    /// What the router last told about itself; empty until it has.
    Optional<RouterMetrics> metrics();
}
