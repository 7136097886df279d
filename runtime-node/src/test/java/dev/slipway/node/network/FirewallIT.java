package dev.slipway.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Needs root and nft; touches only the table of an installation made up for it.
class FirewallIT {
    private static final String INSTALLATION = "it" + ProcessHandle.current().pid();

    private final Firewall firewall = new Firewall(FirewallRules.of(
            INSTALLATION, "10.208.0.0/12", List.of("192.0.2.53"), List.of("10.9.0.0/16", "10.9.1.0/24"), 8000));

    @AfterEach
    void remove() {
        firewall.close();
        firewall.remove();
        assertThat(firewall.present()).isFalse();
    }

    @Test
    void kernelTakesTheRulesAndTakesThemAgain() {
        firewall.start();
        assertThat(firewall.present()).isTrue();
        firewall.bridges(List.of(new Bridge("sit99p1", "10.208.1.0/24", "10.208.1.1")));
        assertThat(firewall.present()).isTrue();
    }

    @Test
    void flushedTableIsNoticedAndPutBack() throws IOException, InterruptedException {
        firewall.start();
        assertThat(new ProcessBuilder("nft", "flush", "table", "inet", "slipway_" + INSTALLATION)
                        .start()
                        .waitFor())
                .isZero();
        assertThat(firewall.present()).isFalse();

        firewall.putBackIfChanged();
        assertThat(firewall.present()).isTrue();
    }
}
