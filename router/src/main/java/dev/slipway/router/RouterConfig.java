package dev.slipway.router;

import dev.slipway.router.proxy.Entrance;
import dev.slipway.router.table.Endpoint;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.Optional;

/// The router's settings, under `slipway.router`. Read one by one: what would map them makes classes at every start.
///
/// @param listen the IP address to listen on (`listen`, 127.0.0.1)
/// @param port 0 takes a free one (`port`, 8000)
/// @param entrance what is offered from outside: the name under which the router leads to the platform, and where that
///     listens (`platform.host`, `platform.address` as `127.0.0.1:8080`; neither without the other); TLS besides plain
///     HTTP, which then leads there (`tls.port`, 443; `tls.certificate` and `tls.key`, PEM files that are read anew
///     when they change)
/// @param control the unix socket the agent feeds, made with mode 0660 (`control`, in slipway.home)
/// @param table where the last table is kept (`table`, in slipway.home)
public record RouterConfig(String listen, int port, Entrance entrance, Path control, Path table) {
    private static final int PLAIN = 8000;
    private static final int SECURE = 443;

    static RouterConfig from(SmallRyeConfig config) {
        return new RouterConfig(
                text(config, "listen").orElse("127.0.0.1"),
                number(config, "port", PLAIN),
                new Entrance(tls(config), platform(config)),
                path(config, "control", "control.sock"),
                path(config, "table", "table.json"));
    }

    private static Optional<Entrance.Tls> tls(SmallRyeConfig config) {
        return text(config, "tls.certificate")
                .map(certificate -> new Entrance.Tls(
                        number(config, "tls.port", SECURE),
                        Path.of(certificate),
                        Path.of(required(config, "slipway.router.tls.key"))));
    }

    private static Optional<Entrance.Platform> platform(SmallRyeConfig config) {
        return text(config, "platform.host")
                .map(host -> Entrance.Platform.of(
                        host, Endpoint.parse(required(config, "slipway.router.platform.address"))));
    }

    private static Path path(SmallRyeConfig config, String name, String file) {
        return text(config, name)
                .map(Path::of)
                .orElseGet(() -> Path.of(required(config, "slipway.home"), "router", file));
    }

    private static int number(SmallRyeConfig config, String name, int otherwise) {
        return config.getOptionalValue("slipway.router." + name, Integer.class).orElse(otherwise);
    }

    private static Optional<String> text(SmallRyeConfig config, String name) {
        return config.getOptionalValue("slipway.router." + name, String.class);
    }

    private static String required(SmallRyeConfig config, String name) {
        return config.getValue(name, String.class);
    }
}
