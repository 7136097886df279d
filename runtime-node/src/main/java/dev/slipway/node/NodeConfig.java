package dev.slipway.node;

import dev.slipway.model.resource.Bytes;
import dev.slipway.node.network.AddressPool;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/// The settings a node reads; all begin with `slipway.`, other ones under it are other processes'.
/// Read one by one, as the router's are: what would map them makes classes at every start.
///
/// @param home where this installation keeps its state (`home`); the node's own is in `node` below
///     it
/// @param installation in every label, name and rule: lower-case letters and digits
///     (`installation`)
record NodeConfig(
        Path home,
        String installation,
        Apps apps,
        Router router,
        Node node,
        Engine engine,
        Network network,
        Egress egress,
        Build build) {

    /// @param domain containers find every name below it at their gateway, where the router listens
    ///     (`domain`, apps.localhost)
    record Apps(String domain) {}

    /// @param port the one port of the host that containers may open, besides names (`port`, 8000)
    /// @param control the router's unix socket (`control`, in the home)
    record Router(int port, Path control) {}

    /// @param name of the node (`name`, local)
    /// @param platformUrl where the platform answers (`platform-url`; `slipway.url`, else
    ///     http://localhost:8080)
    /// @param credentialFile what the node shows it is kept in (`credential-file`, in the home)
    /// @param cpu what instances may be given in sum, such as "1500m" (`cpu`; unset: the machine
    ///     less 10 %)
    /// @param memory what instances may be given in sum, such as "3Gi" (`memory`; unset: the
    ///     machine less 10 %, at least 256 MiB)
    /// @param disk what one container, instance or build, may write to the disk (`disk`, 2Gi)
    /// @param imageRetention how long the bytes of an image that is kept no longer stay below
    ///     `images` of the home, so that a backup that has begun finds them (`image-retention`,
    ///     PT1H)
    /// @param builders the program's directory of builders, each made at its first use (`builders`;
    ///     unset: only what the engine has is offered)
    record Node(
            String name,
            URI platformUrl,
            Path credentialFile,
            Optional<String> cpu,
            Optional<String> memory,
            Bytes disk,
            Duration imageRetention,
            Optional<Path> builders) {}

    /// @param socket of the container engine (`socket`)
    record Engine(Path socket) {}

    /// @param pool every project network lies in it: where the platform says, or in the same place
    ///     of this range when it is another one (`pool`, 10.208.0.0/12)
    /// @param firewall who filters packets (`firewall`, own)
    /// @param names whether gateways answer names of the apps domain (`names`, true)
    record Network(String pool, Filter firewall, boolean names) {
        AddressPool addresses() {
            return new AddressPool(pool);
        }
    }

    /// `own`: the node keeps one nftables table and does not start without it. `none`: somebody
    /// else keeps tenants apart.
    enum Filter {
        OWN,
        NONE
    }

    /// @param allow IPv4 ranges that tenants may reach although they are private: package mirrors,
    ///     for example (`allow`)
    record Egress(List<String> allow) {}

    /// @param caBundle a PEM file that builds shall trust (`ca-bundle`)
    /// @param dependencyLayers what all dependency layers of this node may take on disk; the ones
    ///     used longest ago go first (`dependency-layers`, 20Gi)
    /// @param caches what all caches of builds of this node may take on disk, in the same way
    ///     (`caches`, 10Gi)
    record Build(Optional<Path> caBundle, Bytes dependencyLayers, Bytes caches) {}

    /// From system properties, the environment, and the files in SMALLRYE_CONFIG_LOCATIONS. Throws
    /// IllegalArgumentException or NoSuchElementException, each with the name of the setting.
    static NodeConfig load() {
        return from(new SmallRyeConfigBuilder().addDefaultSources().addDiscoveredSources());
    }

    static NodeConfig from(SmallRyeConfigBuilder sources) {
        Settings settings = new Settings(sources.addDefaultInterceptors().build());
        Path home = Path.of(settings.required("home"));
        return new NodeConfig(
                home,
                settings.required("installation"),
                new Apps(settings.text("apps.domain", "apps.localhost")),
                new Router(
                        settings.value("router.port", Integer.class, 8000),
                        settings.path("router.control").orElse(home.resolve("router/control.sock"))),
                node(settings, home),
                new Engine(Path.of(settings.required("engine.socket"))),
                new Network(
                        settings.text("network.pool", "10.208.0.0/12"),
                        settings.value("network.firewall", Filter.class, Filter.OWN),
                        settings.value("network.names", Boolean.class, true)),
                new Egress(settings.list("egress.allow")),
                new Build(
                        settings.path("build.ca-bundle"),
                        settings.bytes("build.dependency-layers", "20Gi"),
                        settings.bytes("build.caches", "10Gi")));
    }

    private static Node node(Settings settings, Path home) {
        return new Node(
                settings.text("node.name", "local"),
                settings.value("node.platform-url", URI.class)
                        .or(() -> settings.value("url", URI.class))
                        .orElse(URI.create("http://localhost:8080")),
                settings.path("node.credential-file").orElse(home.resolve("node/credential")),
                settings.text("node.cpu"),
                settings.text("node.memory"),
                settings.bytes("node.disk", "2Gi"),
                settings.duration("node.image-retention", Duration.ofHours(1)),
                settings.path("node.builders"));
    }

    /// Names are below `slipway`.
    private record Settings(SmallRyeConfig config) {
        <T> Optional<T> value(String name, Class<T> type) {
            return config.getOptionalValue(full(name), type);
        }

        <T> T value(String name, Class<T> type, T otherwise) {
            return value(name, type).orElse(otherwise);
        }

        Optional<String> text(String name) {
            return value(name, String.class);
        }

        String text(String name, String otherwise) {
            return text(name).orElse(otherwise);
        }

        String required(String name) {
            return config.getValue(full(name), String.class);
        }

        Optional<Path> path(String name) {
            return text(name).map(Path::of);
        }

        List<String> list(String name) {
            return config.getOptionalValues(full(name), String.class).orElse(List.of());
        }

        Bytes bytes(String name, String otherwise) {
            try {
                return Bytes.parse(text(name, otherwise).strip());
            } catch (IllegalArgumentException refusal) {
                throw new IllegalArgumentException(full(name) + ": " + refusal.getMessage(), refusal);
            }
        }

        /// As ISO 8601 has it: PT1H30M.
        Duration duration(String name, Duration otherwise) {
            try {
                return text(name).map(String::strip).map(Duration::parse).orElse(otherwise);
            } catch (DateTimeParseException refusal) {
                throw new IllegalArgumentException(
                        full(name) + ": \"" + refusal.getParsedString() + "\" is no duration; write \"PT1H\"", refusal);
            }
        }

        private static String full(String name) {
            return "slipway." + name;
        }
    }
}
