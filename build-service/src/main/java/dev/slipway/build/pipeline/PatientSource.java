package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The source of a build, which waits while the platform is away.
record PatientSource(BuildOrders orders) {
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// As {@link BuildOrders#source}. Throws UnreachableException when the platform is away for longer than limit.
    InputStream open(BuildOrder order, String destination, List<String> files, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return orders.source(order, destination, files);
            } catch (UnreachableException away) {
                if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                    throw away;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
