package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.InstanceAssignment.Desired;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesiredStateFileTest {
    private static final DesiredState STATE = Samples.desired(4, Samples.instance("a", Desired.RUN));

    @TempDir
    Path home;

    private Path file;
    private Path credential;

    @BeforeEach
    void writeCredential() throws IOException {
        file = home.resolve("node/desired-state");
        credential = Files.writeString(home.resolve("credential"), "slp_node_secret\n");
    }

    @Test
    void whatWasSavedIsLoaded() {
        new DesiredStateFile(file, credential).save(STATE);
        assertThat(new DesiredStateFile(file, credential).load()).contains(STATE);
    }

    @Test
    void fileIsTheNodesAloneAndShowsNoSecret() throws IOException {
        new DesiredStateFile(file, credential).save(STATE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("hello", "GREETING", "shop");
    }

    @Test
    void anotherCredentialReadsNothing() throws IOException {
        new DesiredStateFile(file, credential).save(STATE);
        Files.writeString(credential, "another");
        assertThat(new DesiredStateFile(file, credential).load()).isEmpty();
    }

    @Test
    void damagedOrMissingFileIsNoState() throws IOException {
        DesiredStateFile states = new DesiredStateFile(file, credential);
        assertThat(states.load()).isEmpty();
        states.save(STATE);
        Files.write(file, new byte[] {1, 2, 3});
        assertThat(states.load()).isEmpty();
    }
}
