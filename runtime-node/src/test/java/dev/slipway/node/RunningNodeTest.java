package dev.slipway.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.Engine;
import dev.slipway.engine.Networks.NetworkSpec;
import dev.slipway.engine.memory.MemoryMachine;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningNodeTest {
    private static final NetworkSpec NETWORK = new NetworkSpec("slipway-test-p7", "stestp7", "10.208.7.0/24");

    @TempDir
    Path home;

    @Test
    void nodeStartsAndEndsWithoutPlatformAndRouter() throws IOException, InterruptedException {
        Engine engine = new MemoryMachine().engine("test");
        engine.networks().ensure(NETWORK);
        RunningNode.start(config(), engine).close();
        assertThat(engine.networks().list()).isEqualTo(List.of(NETWORK));
    }

    private NodeConfig config() throws IOException {
        Path credential = Files.writeString(home.resolve("credential"), "secret");
        Map<String, String> settings = Map.of(
                "slipway.home",
                home.toString(),
                "slipway.installation",
                "test",
                "slipway.engine.socket",
                home.resolve("none.sock").toString(),
                "slipway.node.credential-file",
                credential.toString(),
                "slipway.node.platform-url",
                "http://127.0.0.1:1",
                "slipway.router.control",
                home.resolve("control.sock").toString(),
                "slipway.network.firewall",
                "none",
                "slipway.network.names",
                "false");
        return NodeConfig.from(
                new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(settings, "test", 500)));
    }
}
