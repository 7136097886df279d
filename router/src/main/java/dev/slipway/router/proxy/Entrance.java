package dev.slipway.router.proxy;

import dev.slipway.router.table.Endpoint;
import dev.slipway.router.table.RouteEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the router offers from outside besides the table's routes; containers, which come in at their gateway,
/// meet none of it. With TLS, plain HTTP is sent there.
public record Entrance(Optional<Tls> tls, Optional<Platform> platform) {

    /// Plain HTTP, and no way to the platform.
    public static final Entrance PLAIN = new Entrance(Optional.empty(), Optional.empty());

    /// certificate (with its chain) and key are PEM files.
    public record Tls(int port, Path certificate, Path key) {}

    /// The platform under a name of its own. host in lower case.
    public record Platform(String host, RouteEntry route) {

        public static Platform of(String host, Endpoint endpoint) {
            RouteEntry.Target target = new RouteEntry.Target(1, List.of(endpoint));
            RouteEntry route = new RouteEntry(host, "/", List.of(target), "starting");
            return new Platform(route.host(), route);
        }
    }

    boolean leadsToPlatform(String host) {
        return platform.isPresent() && platform.get().host().equals(host);
    }
}
