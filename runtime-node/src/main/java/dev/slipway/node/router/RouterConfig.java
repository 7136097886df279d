package dev.slipway.node.router;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/// The router's settings, under `slipway.router`.
@ConfigMapping(prefix = "slipway.router")
public interface RouterConfig {

    /// The IP address to listen on.
    @WithDefault("127.0.0.1")
    String listen();

    /// 0 takes a free port.
    @WithDefault("8000")
    int port();

    /// The name under which the router leads to the platform, for requests from outside; none without.
    Optional<Platform> platform();

    /// Where the platform listens, as `127.0.0.1:8080`.
    interface Platform {
        String host();

        String address();
    }

    Tls tls();

    /// TLS besides plain HTTP, which then leads there; none without a certificate. It and its key are PEM files,
    /// readable by the router and read anew when they change.
    interface Tls {
        @WithDefault("443")
        int port();

        Optional<Path> certificate();

        Optional<Path> key();
    }

    /// The unix socket the agent feeds; made with mode 0660.
    @WithDefault("${slipway.home}/router/control.sock")
    Path control();

    /// Where the last table is kept.
    @WithDefault("${slipway.home}/router/table.json")
    Path table();
}
