package dev.slipway.router.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One route as the router holds it. host has no port and is kept in lower case; path is a prefix that begins with
/// "/" (an empty one means "/"); reason says what to tell while no target has an endpoint: starting, waking,
/// crashed, stopped, no-ready-instance.
public record RouteEntry(String host, String path, List<Target> targets, String reason) {

    /// One application behind the route. weight is its share of requests, 0 to 256 in the platform; 0 receives
    /// none.
    public record Target(int weight, List<Endpoint> endpoints) {

        public Target {
            if (weight < 0) {
                throw new IllegalArgumentException("weight below 0: " + weight);
            }
            endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
        }

        private int share(Collection<Endpoint> tried) {
            return tried.containsAll(endpoints) ? 0 : weight;
        }

        private Endpoint choose(RandomGenerator random, Collection<Endpoint> tried) {
            if (tried.isEmpty()) {
                return endpoints.get(random.nextInt(endpoints.size()));
            }
            List<Endpoint> left = new ArrayList<>(endpoints);
            left.removeAll(tried);
            return left.get(random.nextInt(left.size()));
        }
    }

    public RouteEntry {
        host = host.toLowerCase(Locale.ROOT);
        path = path == null || path.isEmpty() ? "/" : path;
        if (host.isEmpty() || !path.startsWith("/")) {
            throw new IllegalArgumentException("not a route: " + host + path);
        }
        targets = targets == null ? List.of() : List.copyOf(targets);
        reason = reason == null || reason.isEmpty() ? "no-ready-instance" : reason;
    }

    public RouteKey key() {
        return new RouteKey(host, path);
    }

    /// Prefix on a segment boundary: `/foo` takes `/foo` and `/foo/x`, not `/foobar`; `/foo/` does not take `/foo`.
    public boolean matches(String requestPath) {
        if (!requestPath.startsWith(path)) {
            return false;
        }
        return path.endsWith("/") || requestPath.length() == path.length() || requestPath.charAt(path.length()) == '/';
    }

    /// An endpoint by weight, then at random within the target; targets without an endpoint lend their share to
    /// the others. Empty when every endpoint was tried, none is ready, or all weights are 0.
    public Optional<Endpoint> choose(RandomGenerator random, Collection<Endpoint> tried) {
        int total = 0;
        for (Target target : targets) {
            total += target.share(tried);
        }
        if (total == 0) {
            return Optional.empty();
        }
        int pick = random.nextInt(total);
        for (Target target : targets) {
            pick -= target.share(tried);
            if (pick < 0) {
                return Optional.of(target.choose(random, tried));
            }
        }
        throw new IllegalStateException("shares changed while choosing");
    }
}
