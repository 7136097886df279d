package dev.slipway.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DockerClientsTest {

    @Test
    void newerEngineIsSpokenToInTheTestedVersion() {
        assertThat(DockerClients.agreed("1.47", "1.24").getVersion()).isEqualTo("1.41");
    }

    @Test
    void olderEngineIsSpokenToInItsOwnVersion() {
        assertThat(DockerClients.agreed("1.40", "1.12").getVersion()).isEqualTo("1.40");
    }

    @Test
    void engineThatForgotTheTestedVersionIsSpokenToInItsOldest() {
        assertThat(DockerClients.agreed("1.52", "1.44").getVersion()).isEqualTo("1.44");
    }
}
