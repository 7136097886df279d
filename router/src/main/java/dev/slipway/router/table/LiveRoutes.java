package dev.slipway.router.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The table requests are looked up in. Readers never wait; one changed route costs the size of its host, however
/// many routes there are. A host changes at once, a table host by host. One writer at a time.
public final class LiveRoutes {
    private static final Comparator<RouteEntry> LONGEST_PATH_FIRST =
            Comparator.comparingInt((RouteEntry route) -> route.path().length()).reversed();

    /// Per host, the longest path first. The arrays are never changed once they are in the map.
    private final Map<String, RouteEntry[]> byHost = new ConcurrentHashMap<>();

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<String> listen = List.of();
    private volatile boolean loaded;

    /// Runs after every change, on the writer's thread; it must not block.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// Takes a whole table: what it does not name goes.
    public synchronized void replace(RouteTable table) {
        Set<RouteKey> kept = new HashSet<>();
        table.routes().forEach(route -> kept.add(route.key()));
        List<RouteKey> gone = new ArrayList<>();
        byHost.values()
                .forEach(routes -> Arrays.stream(routes)
                        .map(RouteEntry::key)
                        .filter(key -> !kept.contains(key))
                        .forEach(gone::add));
        apply(new TableChange(List.copyOf(table.routes()), gone, table.listen()));
    }

    public synchronized void apply(TableChange change) {
        change.upserted().forEach(this::put);
        change.removed().forEach(this::remove);
        listen = change.listen();
        loaded = true;
        listeners.forEach(Runnable::run);
    }

    private void put(RouteEntry route) {
        byHost.merge(route.host(), new RouteEntry[] {route}, (present, added) -> {
            List<RouteEntry> next = new ArrayList<>(without(present, route.path()));
            next.add(route);
            next.sort(LONGEST_PATH_FIRST);
            return next.toArray(RouteEntry[]::new);
        });
    }

    private void remove(RouteKey key) {
        byHost.computeIfPresent(key.host(), (_, present) -> {
            List<RouteEntry> next = without(present, key.path());
            return next.isEmpty() ? null : next.toArray(RouteEntry[]::new);
        });
    }

    private static List<RouteEntry> without(RouteEntry[] routes, String path) {
        return Arrays.stream(routes).filter(route -> !route.path().equals(path)).toList();
    }

    /// False until the first table came, from the disk or from the agent: then nothing is known to be unknown.
    public boolean loaded() {
        return loaded;
    }

    /// host in lower case and without its port.
    public boolean knows(String host) {
        return byHost.containsKey(host);
    }

    /// The route with the longest path that matches; path is the request's, without its query.
    public Optional<RouteEntry> find(String host, String path) {
        RouteEntry[] routes = byHost.get(host);
        if (routes == null) {
            return Optional.empty();
        }
        for (RouteEntry route : routes) {
            if (route.matches(path)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    /// Addresses to listen on besides the router's own.
    public List<String> listen() {
        return listen;
    }

    /// A copy of all there is, for the disk.
    public RouteTable table() {
        List<RouteEntry> all = new ArrayList<>();
        byHost.values().forEach(routes -> all.addAll(Arrays.asList(routes)));
        return RouteTable.of(all, listen);
    }
}
