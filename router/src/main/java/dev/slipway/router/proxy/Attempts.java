package dev.slipway.router.proxy;

import dev.slipway.router.table.Endpoint;
import dev.slipway.router.table.RouteEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The endpoints one request was sent to so far: at most three that refuse the connection, and one more try after a
/// connection that broke before the answer.
final class Attempts {
    private static final int MAX_ENDPOINTS = 3;

    private final RouteEntry route;
    private final RandomGenerator random;
    private List<Endpoint> tried = List.of();
    private boolean broke;

    Attempts(RouteEntry route, RandomGenerator random) {
        this.route = route;
        this.random = random;
    }

    Optional<Endpoint> first() {
        return route.choose(random, List.of());
    }

    /// Another endpoint after one that could not be connected to.
    Optional<Endpoint> afterRefusal(Endpoint refused) {
        return tried.size() + 1 >= MAX_ENDPOINTS ? Optional.empty() : other(refused);
    }

    /// Another endpoint, or the same one if it is the only one: a server may close a kept connection just when the
    /// request comes, and takes the next one.
    Optional<Endpoint> afterBreak(Endpoint broken) {
        if (broke) {
            return Optional.empty();
        }
        broke = true;
        Optional<Endpoint> other = other(broken);
        return other.isPresent() ? other : Optional.of(broken);
    }

    private Optional<Endpoint> other(Endpoint failed) {
        List<Endpoint> next = new ArrayList<>(tried);
        next.add(failed);
        tried = next;
        return route.choose(random, tried);
    }
}
