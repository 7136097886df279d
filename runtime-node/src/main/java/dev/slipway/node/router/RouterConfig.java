package dev.slipway.node.router;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/// The router's settings, under `slipway.router`.
@ConfigMapping(prefix = "slipway.router")
public interface RouterConfig {

    /// The IP address to listen on.
    @WithDefault("127.0.0.1")
    String listen();

    /// 0 takes a free port.
    @WithDefault("8000")
    int port();

    /// The unix socket the agent feeds; made with mode 0660.
    @WithDefault("${slipway.home}/router/control.sock")
    Path control();

    /// Where the last table is kept.
    @WithDefault("${slipway.home}/router/table.json")
    Path table();
}
