package dev.slipway.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeConfigTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "slipway.home", "/srv/slipway", "slipway.installation", "ab12cd", "slipway.engine.socket", "/run/e.sock");

    @Test
    void onlyHomeInstallationAndSocketAreRequired() {
        NodeConfig config = config(Map.of("slipway.database.url", "another process' key"));
        assertThat(config.home()).isEqualTo(Path.of("/srv/slipway"));
        assertThat(config.installation()).isEqualTo("ab12cd");
        assertThat(config.engine().socket()).isEqualTo(Path.of("/run/e.sock"));
        assertThat(config.apps().domain()).isEqualTo("apps.localhost");
        assertThat(config.router().port()).isEqualTo(8000);
        assertThat(config.router().control()).isEqualTo(Path.of("/srv/slipway/router/control.sock"));
        assertThat(config.node().name()).isEqualTo("local");
        assertThat(config.node().platformUrl()).isEqualTo(URI.create("http://localhost:8080"));
        assertThat(config.node().credentialFile()).isEqualTo(Path.of("/srv/slipway/node/credential"));
        assertThat(config.node().cpu()).isEmpty();
        assertThat(config.node().memory()).isEmpty();
        assertThat(config.node().disk().value()).isEqualTo(2L << 30);
        assertThat(config.network().pool()).isEqualTo("10.208.0.0/12");
        assertThat(config.network().firewall()).isEqualTo(NodeConfig.Filter.OWN);
        assertThat(config.network().names()).isTrue();
        assertThat(config.egress().allow()).isEmpty();
        assertThat(config.build().caBundle()).isEmpty();
        assertThat(config.node().imageRetention()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void everyKeyIsRead() {
        NodeConfig config = config(Map.ofEntries(
                Map.entry("slipway.apps.domain", "apps.example.org"),
                Map.entry("slipway.router.port", "80"),
                Map.entry("slipway.router.control", "/run/router.sock"),
                Map.entry("slipway.node.name", "two"),
                Map.entry("slipway.node.platform-url", "https://slipway.example.org"),
                Map.entry("slipway.node.credential-file", "/etc/node-credential"),
                Map.entry("slipway.node.cpu", "1500m"),
                Map.entry("slipway.node.memory", "3Gi"),
                Map.entry("slipway.node.disk", "500Mi"),
                Map.entry("slipway.network.pool", "10.32.0.0/12"),
                Map.entry("slipway.network.firewall", "none"),
                Map.entry("slipway.network.names", "false"),
                Map.entry("slipway.egress.allow", "10.9.0.0/16,192.0.2.7"),
                Map.entry("slipway.node.image-retention", "PT5M"),
                Map.entry("slipway.build.ca-bundle", "/etc/ca.pem")));
        assertThat(config.apps().domain()).isEqualTo("apps.example.org");
        assertThat(config.router().port()).isEqualTo(80);
        assertThat(config.router().control()).isEqualTo(Path.of("/run/router.sock"));
        assertThat(config.node().name()).isEqualTo("two");
        assertThat(config.node().platformUrl()).isEqualTo(URI.create("https://slipway.example.org"));
        assertThat(config.node().credentialFile()).isEqualTo(Path.of("/etc/node-credential"));
        assertThat(config.node().cpu()).contains("1500m");
        assertThat(config.node().memory()).contains("3Gi");
        assertThat(config.node().disk().value()).isEqualTo(500L << 20);
        assertThat(config.network().pool()).isEqualTo("10.32.0.0/12");
        assertThat(config.network().firewall()).isEqualTo(NodeConfig.Filter.NONE);
        assertThat(config.network().names()).isFalse();
        assertThat(config.egress().allow()).isEqualTo(List.of("10.9.0.0/16", "192.0.2.7"));
        assertThat(config.build().caBundle()).contains(Path.of("/etc/ca.pem"));
        assertThat(config.node().imageRetention()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void whatCannotBeReadIsNamed() {
        Map<String, String> wrong = Map.of(
                "slipway.node.image-retention", "soon",
                "slipway.node.disk", "much",
                "slipway.network.firewall", "maybe",
                "slipway.node.platform-url", "http://a b");
        wrong.forEach((name, value) -> assertThatThrownBy(() -> config(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name));
        assertThat(config(Map.of("slipway.node.image-retention", "PT6H "))
                        .node()
                        .imageRetention())
                .isEqualTo(Duration.ofHours(6));
    }

    private static NodeConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(REQUIRED);
        all.putAll(settings);
        return NodeConfig.from(new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(all, "test", 500)));
    }
}
