package dev.slipway.router;

import static org.awaitility.Awaitility.await;

import dev.slipway.router.table.LiveRoutes;
import dev.slipway.router.table.RouteTable;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListeningTest {
    private final LiveRoutes routes = new LiveRoutes();
    private final AtomicInteger failures = new AtomicInteger(1);
    private volatile Set<String> bound = Set.of();

    @Test
    void failureOfTheProxyIsTriedAgain() throws InterruptedException {
        try (Listening _ = Listening.follow(routes, this::listen)) {
            routes.replace(RouteTable.of(List.of(), List.of("10.208.1.1")));

            await().until(() -> bound.contains("10.208.1.1"));
        }
    }

    private Set<String> listen(Set<String> addresses) {
        if (failures.getAndDecrement() > 0) {
            throw new CompletionException(new IllegalStateException("it cannot be closed"));
        }
        bound = addresses;
        return Set.of();
    }
}
