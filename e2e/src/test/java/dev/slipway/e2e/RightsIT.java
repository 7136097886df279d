package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the two processes that take requests may do on the machine, and so whoever breaks into one of them.
class RightsIT extends Story {
    private static final String EACCES = "13";
    private static final String NONE = "0000000000000000";

    private final Path home = installation.home();
    private final Path engine = home.resolve("engine/docker.sock");

    @ParameterizedTest
    @ValueSource(strings = {"platform", "router"})
    void theEnginesSocketIsNotForThem(String role) {
        Rights rights = Rights.of(installation, role);

        assertThat(rights.says("Uid").split("\\s+")).doesNotContain("0");
        assertThat(rights.says("Gid").split("\\s+")).doesNotContain("0");
        assertThat(List.of(rights.says("Groups").split("\\s+"))).doesNotContain("0");
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
            assertThat(rights.says(set)).as(set).isEqualTo(NONE);
        }
        assertThat(rights.says("NoNewPrivs")).isEqualTo("1");
        assertThat(rights.connect(engine)).isEqualTo(EACCES);
        assertThat(rights.holds(engine)).isFalse();
    }

    /// Otherwise the test above would show nothing.
    @Test
    void itIsForTheNode() {
        Rights node = Rights.of(installation, "node");

        assertThat(node.connect(engine)).isEqualTo("connected");
        assertThat(node.holds(engine)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "router"})
    void theyCanReplaceNothingThatOthersReadOrRun(String role) throws IOException {
        assertThat(may("-w", role, parts()))
                .allMatch(part -> part.startsWith(role + "/")
                        || part.equals(role)
                        || part.startsWith("run/" + role + "/")
                        || part.equals("run/" + role));
    }

    @Test
    void neitherReadsWhatItDoesNotNeed() throws IOException {
        List<String> secrets = List.of(
                "secrets/key",
                "secrets/node-credential",
                "secrets/database-password",
                "postgres/password",
                "platform/admin-token",
                "platform/repositories",
                "node",
                "node/desired-state",
                "run/node",
                "router/table",
                "engine",
                "logs/platform.log");

        assertThat(may("-r", "router", secrets)).containsExactly("router/table");
        assertThat(may("-r", "platform", secrets))
                .containsExactly(
                        "secrets/key",
                        "secrets/node-credential",
                        "secrets/database-password",
                        "platform/admin-token",
                        "platform/repositories");
        assertThat(may("-r", "node", secrets)).as("all of it is there").isEqualTo(secrets);
    }

    /// Which parts of the home that process may read (-r) or write (-w).
    private List<String> may(String how, String role, List<String> parts) throws IOException {
        // JUnit's directory is its owner's alone.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        Path list = Files.write(directory.resolve("parts"), parts);
        String script =
                "cd \"$1\" && while IFS= read -r part; do [ " + how + " \"$part\" ] && echo \"$part\"; done <\"$2\"; :";
        return Rights.of(installation, role)
                .act("sh", "-c", script, "sh", home.toString(), list.toString())
                .expectSuccess()
                .out()
                .lines()
                .toList();
    }

    /// All files and directories but those of containers and of PostgreSQL, which nobody passes.
    private List<String> parts() {
        List<String> parts = new Command(home, Map.of(), Duration.ofMinutes(1))
                .run(List.of("find . -path ./engine/data -prune -o -path ./postgres/data -prune -o ! -type l -print"
                        .split(" ")))
                .out()
                .lines()
                .filter(part -> !part.equals("."))
                .map(part -> part.substring(2))
                .toList();
        assertThat(parts).contains("program", "config/slipway.properties", "run/node.pid");
        return parts;
    }
}
