package dev.slipway.router.table;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The whole desired state of a router, immutable: its routes, and the addresses to listen on besides its own
/// (bridge gateways, which is how containers reach the apps domain).
public final class RouteTable {
    private static final RouteTable EMPTY = new RouteTable(Map.of(), List.of());

    private final Map<RouteKey, RouteEntry> routes;
    private final List<String> listen;

    private RouteTable(Map<RouteKey, RouteEntry> routes, List<String> listen) {
        this.routes = routes;
        this.listen = listen;
    }

    public static RouteTable empty() {
        return EMPTY;
    }

    /// Of two routes with the same host and path the first one stands (the oldest route wins).
    public static RouteTable of(Collection<RouteEntry> routes, Collection<String> listen) {
        Map<RouteKey, RouteEntry> byKey = LinkedHashMap.newLinkedHashMap(routes.size());
        routes.forEach(route -> byKey.putIfAbsent(route.key(), route));
        return new RouteTable(byKey, listen.stream().distinct().sorted().toList());
    }

    public Collection<RouteEntry> routes() {
        return Collections.unmodifiableCollection(routes.values());
    }

    public List<String> listen() {
        return listen;
    }

    /// What leads from an earlier table to this one. Entries that are the same object cost one comparison.
    public TableChange since(RouteTable earlier) {
        List<RouteEntry> upserted = routes.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(earlier.routes.get(entry.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        List<RouteKey> removed = earlier.routes.keySet().stream()
                .filter(key -> !routes.containsKey(key))
                .toList();
        return new TableChange(upserted, removed, listen);
    }

    /// This table after a change; since and with are inverse.
    public RouteTable with(TableChange change) {
        Map<RouteKey, RouteEntry> next = new LinkedHashMap<>(routes);
        change.removed().forEach(next::remove);
        change.upserted().forEach(route -> next.put(route.key(), route));
        return new RouteTable(next, change.listen());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RouteTable that && routes.equals(that.routes) && listen.equals(that.listen);
    }

    @Override
    public int hashCode() {
        return Objects.hash(routes, listen);
    }

    @Override
    public String toString() {
        return "RouteTable[" + routes.size() + " routes, listen=" + listen + "]";
    }
}
