package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.InstanceAssignment.Desired;
import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.node.probe.ListeningPorts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FoundPortsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
    private static final InstanceAssignment USUAL = Samples.instance("a", Desired.RUN, "image", 8080);

    private final List<Integer> opened = new ArrayList<>();
    private boolean opens = true;
    private Map<Integer, Boolean> listening = Map.of(3000, true);
    private final FoundPorts ports =
            new FoundPorts(_ -> Optional.of(new ListeningPorts(new TreeMap<>(listening))), this::open, () -> NOW);

    @Test
    void itsOwnPortIsAskedUntilAnotherIsFound() {
        assertThat(ports.look(started(Duration.ofSeconds(3)), USUAL)).isEqualTo(8080);
        assertThat(found(3000, true)).isTrue();
        assertThat(ports.look(started(Duration.ofSeconds(15)), USUAL)).isEqualTo(3000);
        assertThat(opened).isEmpty();
        assertThat(ports.of("container", 8080)).isEqualTo(3000);
    }

    @Test
    void whatAnEarlierProcessFoundIsFoundAtOnce() {
        assertThat(ports.look(started(Duration.ofMinutes(3)), USUAL)).isEqualTo(3000);
    }

    @Test
    void whatListensAtTheLoopbackAddressIsMadeReachable() {
        assertThat(found(3000, false)).isTrue();
        assertThat(ports.of("container", 8080)).isEqualTo(3000);
        assertThat(opened).containsExactly(3000);
    }

    @Test
    void itIsAgainByTheNextProcess() {
        listening = Map.of(5000, false);
        assertThat(ports.look(started(Duration.ofMinutes(3)), USUAL)).isEqualTo(5000);
        assertThat(opened).containsExactly(5000);
    }

    @Test
    void whatCannotBeMadeReachableIsNotFound() {
        opens = false;
        assertThat(found(3000, false)).isFalse();
        assertThat(ports.of("container", 8080)).isEqualTo(8080);
    }

    @Test
    void itIsLeftWhenItsOwnPortOpens() {
        ports.look(started(Duration.ofMinutes(3)), USUAL);
        listening = Map.of(3000, true, 8080, true);
        assertThat(ports.look(started(Duration.ofMinutes(3)), USUAL)).isEqualTo(8080);
    }

    @Test
    void aPortOrAProbeThatSomebodyChoseStays() {
        assertThat(FoundPorts.open(USUAL)).isTrue();
        assertThat(FoundPorts.open(Samples.instance("a", Desired.RUN, "image", 9000)))
                .isFalse();
        InstanceAssignment probed = Samples.dying("a", "image");
        assertThat(FoundPorts.open(probed)).isFalse();
        assertThat(ports.look(started(Duration.ofMinutes(3)), probed)).isEqualTo(8080);
    }

    @Test
    void oneThatHasServedOnItsOwnPortIsNotLookedForElsewhere() {
        ports.serves("container");
        assertThat(found(3000, true)).isFalse();
        assertThat(found(3000, false)).isFalse();
        assertThat(opened).isEmpty();
        assertThat(ports.look(started(Duration.ofMinutes(3)), USUAL)).isEqualTo(8080);
    }

    @Test
    void whatIsGoneIsForgotten() {
        found(3000, true);
        ports.keep(Set.of("other"));
        assertThat(ports.of("container", 8080)).isEqualTo(8080);
    }

    private boolean found(int port, boolean open) {
        return ports.found(started(Duration.ofSeconds(12)), USUAL, new OtherPort(port, open, NOW));
    }

    private boolean open(long pid, TenantNetwork network, int port) {
        opened.add(port);
        return opens;
    }

    private static ContainerStatus started(Duration ago) {
        return new ContainerStatus(
                "container", "name", Map.of(), true, null, false, null, "10.1.2.3", 7L, NOW, NOW.minus(ago), null);
    }
}
