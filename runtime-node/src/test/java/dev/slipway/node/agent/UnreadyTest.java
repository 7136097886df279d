package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.instance.InstanceReason;
import dev.slipway.node.probe.ListeningPorts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UnreadyTest {

    @Test
    void thePortNobodyListensOnIsNamedAndThoseThatAre() {
        Unready unready = on(8080, Map.of(3000, true, 9229, false));

        assertThat(unready.reason()).isEqualTo(InstanceReason.PortNotListening);
        assertThat(unready.message()).isEqualTo("Nothing listens on port 8080; it listens on port 3000, 9229.");
        assertThat(on(8080, Map.of()).message()).isEqualTo("Nothing listens on port 8080; it listens on no port.");
    }

    @Test
    void oneThatOnlyItselfReachesIsToldSo() {
        Unready unready = on(8080, Map.of(8080, false));

        assertThat(unready.reason()).isEqualTo(InstanceReason.ListensOnLoopback);
        assertThat(unready.message()).contains("loopback address alone");
    }

    @Test
    void whereItListensForLongIsTold() {
        Instant now = Instant.now();
        assertThat(Unready.elsewhere(8080, new OtherPort(3000, true, false, now), List.of()))
                .isEqualTo(new Unready(
                        InstanceReason.WrongPort,
                        "Nothing listens on port 8080; for 30 s and more it has listened on port 3000 alone.",
                        List.of()));
        assertThat(Unready.elsewhere(8080, new OtherPort(3000, false, true, now), List.of()))
                .extracting(Unready::reason, Unready::message)
                .containsExactly(
                        InstanceReason.WrongAddress,
                        "Nobody else reaches it on port 8080; for 30 s and more it has listened on port 3000 of the loopback"
                                + " address alone.");
    }

    @Test
    void elseTheProbeSaysWhy() {
        assertThat(on(8080, Map.of(8080, true)).message()).isEqualTo("It is not ready: refused.");
        assertThat(Unready.of("refused", 8080, Optional.empty(), List.of()).reason())
                .isEqualTo(InstanceReason.NotReady);
        assertThat(Unready.of(null, null, Optional.empty(), List.of("hello")))
                .isEqualTo(new Unready(InstanceReason.NotReady, "It is not ready yet.", List.of("hello")));
    }

    private static Unready on(int port, Map<Integer, Boolean> listening) {
        return Unready.of("refused", port, Optional.of(new ListeningPorts(new TreeMap<>(listening))), List.of());
    }
}
