package dev.slipway.router.table;

import java.util.List;

/// The difference between two tables: routes to put, routes to take away, and the extra listen addresses as they
/// shall be afterwards.
public record TableChange(List<RouteEntry> upserted, List<RouteKey> removed, List<String> listen) {

    public TableChange {
        upserted = upserted == null ? List.of() : List.copyOf(upserted);
        removed = removed == null ? List.of() : List.copyOf(removed);
        listen = listen == null ? List.of() : List.copyOf(listen);
    }
}
