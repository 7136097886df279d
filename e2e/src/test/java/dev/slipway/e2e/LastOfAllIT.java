package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// After every other story: what Slipway made is gone when it is purged.
@Order(Integer.MAX_VALUE)
class LastOfAllIT {

    @Test
    void downPurgeLeavesNoProcessNetworkMountOrFile() {
        Installation installation = Installation.shared();
        Path home = installation.home();
        String table = "slipway_" + installation.id();
        assertThat(command("nft", "list", "tables").out()).contains(table);

        installation.purge().expectSuccess();

        assertThat(Files.exists(home)).isFalse();
        assertThat(command("pgrep", "-af", home.toString()).out()).isEmpty();
        assertThat(command("findmnt", "-rno", "TARGET").out()).doesNotContain(home.toString());
        assertThat(command("nft", "list", "tables").out()).doesNotContain(table);
    }

    private static Command.Result command(String... words) {
        return new Command(Path.of("/"), Map.of(), Duration.ofMinutes(1)).run(words);
    }
}
