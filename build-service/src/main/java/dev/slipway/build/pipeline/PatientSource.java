package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.FetchedScripts;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The source of a build and scripts from elsewhere, which wait while the platform is away. Everything throws
/// UnreachableException when it is away for longer than limit.
record PatientSource(BuildOrders orders) {
    private static final Duration PAUSE = Duration.ofMillis(200);

    /// As {@link BuildOrders#source}.
    InputStream open(BuildOrder order, String destination, List<String> files, List<String> left, Duration limit)
            throws IOException {
        return patiently(limit, () -> orders.source(order, destination, files, left));
    }

    /// As {@link BuildContexts#context}.
    InputStream context(BuildOrder order, Duration limit) throws IOException {
        return patiently(limit, () -> orders.context(order));
    }

    /// As {@link BuildScripts#scripts}.
    FetchedScripts scripts(BuildOrder order, String url, List<String> names, Duration limit) throws IOException {
        return patiently(limit, () -> orders.scripts(order, url, names));
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    private static <T> T patiently(Duration limit, Question<T> question) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return question.ask();
            } catch (UnreachableException away) {
                if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                    throw away;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
