package dev.slipway.node;

import dev.slipway.model.resource.Bytes;
import dev.slipway.node.network.AddressPool;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The settings a node reads; all begin with `slipway.`, other ones under it are other processes'.
@ConfigMapping(prefix = "slipway")
public interface NodeConfig {

    /// Where this installation keeps its state; the node's own is in `node` below it.
    Path home();

    /// In every label, name and rule: lower-case letters and digits.
    String installation();

    Apps apps();

    Router router();

    Node node();

    Engine engine();

    Network network();

    Egress egress();

    Build build();

    interface Apps {
        /// Containers find every name below it at their gateway, where the router listens.
        @WithDefault("apps.localhost")
        String domain();
    }

    interface Router {
        /// The one port of the host that containers may open, besides names.
        @WithDefault("8000")
        int port();

        /// The router's unix socket.
        @WithDefault("${slipway.home}/router/control.sock")
        Path control();
    }

    interface Node {
        @WithDefault("local")
        String name();

        @WithDefault("${slipway.url:http://localhost:8080}")
        URI platformUrl();

        @WithDefault("${slipway.home}/node/credential")
        Path credentialFile();

        /// What instances may be given in sum, such as "1500m"; unset: the machine less 10 %.
        Optional<String> cpu();

        /// What instances may be given in sum, such as "3Gi"; unset: the machine less 10 %, at least 256 MiB.
        Optional<String> memory();

        /// What one container, instance or build, may write to the disk.
        @WithDefault("2Gi")
        String disk();

        /// How long the bytes of an image that is kept no longer stay below `images` of the home, so that a
        /// backup that has begun finds them.
        @WithDefault("PT1H")
        Duration imageRetention();

        /// The program's directory of builders, each made at its first use; unset: only what the engine has is
        /// offered.
        Optional<Path> builders();

        default long diskBytes() {
            return Bytes.parse(disk()).value();
        }
    }

    interface Engine {
        Path socket();
    }

    interface Network {
        /// Every project network lies in it: where the platform says, or in the same place of this range when
        /// it is another one.
        @WithDefault("10.208.0.0/12")
        String pool();

        default AddressPool addresses() {
            return new AddressPool(pool());
        }

        /// `own`: the node keeps one nftables table and does not start without it. `none`: somebody else keeps
        /// tenants apart.
        @WithDefault("own")
        Filter firewall();

        /// Whether gateways answer names of the apps domain.
        @WithDefault("true")
        boolean names();
    }

    /// Who filters packets.
    enum Filter {
        OWN,
        NONE
    }

    interface Egress {
        /// IPv4 ranges that tenants may reach although they are private: package mirrors, for example.
        Optional<List<String>> allow();
    }

    interface Build {
        /// A PEM file that builds shall trust.
        Optional<Path> caBundle();

        /// What all dependency layers of this node may take on disk, as `20Gi`; the ones used longest ago go first.
        @WithDefault("20Gi")
        String dependencyLayers();

        default long dependencyBytes() {
            return Bytes.parse(dependencyLayers()).value();
        }

        /// What all caches of builds of this node may take on disk, as `10Gi`; the ones used longest ago go first.
        @WithDefault("10Gi")
        String caches();

        default long cacheBytes() {
            return Bytes.parse(caches()).value();
        }
    }

    /// From system properties, the environment, and the files in SMALLRYE_CONFIG_LOCATIONS.
    static NodeConfig load() {
        return mapped(new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDiscoveredSources()
                .addDiscoveredConverters());
    }

    /// From the given sources; keys of other processes are left alone.
    static NodeConfig mapped(SmallRyeConfigBuilder builder) {
        SmallRyeConfig config = builder.addDefaultInterceptors()
                .withMapping(NodeConfig.class)
                .withMappingIgnore("slipway.**")
                .build();
        return config.getConfigMapping(NodeConfig.class);
    }
}
