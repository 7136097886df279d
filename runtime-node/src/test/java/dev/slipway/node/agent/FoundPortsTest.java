package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.model.assignment.InstanceAssignment;
import dev.slipway.model.assignment.InstanceAssignment.Desired;
import dev.slipway.node.network.Bridge;
import dev.slipway.node.network.Resolvers;
import dev.slipway.node.network.TenantNetworks;
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
    private final TenantNetworks networks = new TenantNetworks(
            new MemoryMachine().engine("test").networks(), "test", new Resolvers(List.of()), this::open, _ -> {});
    private final FoundPorts ports =
            new FoundPorts(_ -> Optional.of(new ListeningPorts(new TreeMap<>(listening))), networks, () -> NOW);

    @Test
    void itsOwnPortIsAskedUntilAnotherIsFound() {
        assertThat(ports.look(started(Duration.ofSeconds(3)), USUAL)).isEqualTo(8080);
        assertThat(lead(3000, true)).isTrue();
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
        assertThat(lead(3000, false)).isTrue();
        assertThat(ports.of("container", 8080)).isEqualTo(3000);
        assertThat(opened).containsExactly(3000);
    }

    @Test
    void itIsAgainByTheNextProcess() {
        listening = Map.of(5000, false);
        assertThat(ports.look(started(Duration.ofSeconds(59)), USUAL)).isEqualTo(8080);
        ports.keep(Set.of());
        assertThat(ports.look(started(Duration.ofSeconds(60)), USUAL)).isEqualTo(5000);
        assertThat(opened).as("the rules stand").isEmpty();
    }

    @Test
    void itIsNotWhereSomethingElseListensForEverybody() {
        assertThat(ports.lead(started(Duration.ofSeconds(12)), USUAL, new OtherPort(8080, false, false, NOW)))
                .isFalse();
        assertThat(opened).isEmpty();
    }

    @Test
    void aPortThatSomebodySetIsMadeReachableWhereItIsItsOwn() {
        InstanceAssignment set = Samples.instance("a", Desired.RUN, "image", 3000);
        assertThat(ports.lead(started(Duration.ofSeconds(3)), set, new OtherPort(5000, false, true, NOW)))
                .isFalse();
        assertThat(ports.lead(started(Duration.ofSeconds(3)), set, new OtherPort(3000, false, true, NOW)))
                .isTrue();
        assertThat(opened).containsExactly(3000);
    }

    @Test
    void itIsTriedOnceForEachPort() {
        opens = false;
        lead(3000, false);
        lead(3000, false);
        lead(5000, false);
        assertThat(opened).containsExactly(3000, 5000);
    }

    @Test
    void whatCannotBeMadeReachableIsNotFound() {
        opens = false;
        assertThat(lead(3000, false)).isFalse();
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
        assertThat(FoundPorts.undecided(USUAL)).isTrue();
        assertThat(FoundPorts.undecided(Samples.instance("a", Desired.RUN, "image", 9000)))
                .isFalse();
        InstanceAssignment probed = Samples.dying("a", "image");
        assertThat(FoundPorts.undecided(probed)).isFalse();
        assertThat(ports.look(started(Duration.ofMinutes(3)), probed)).isEqualTo(8080);
    }

    @Test
    void oneThatHasServedOnItsOwnPortIsNotLookedForElsewhere() {
        ports.serves("container");
        assertThat(lead(3000, true)).isFalse();
        assertThat(lead(3000, false)).isFalse();
        assertThat(opened).isEmpty();
        assertThat(ports.look(started(Duration.ofMinutes(3)), USUAL)).isEqualTo(8080);
    }

    @Test
    void whatIsGoneIsForgotten() {
        lead(3000, true);
        ports.keep(Set.of("other"));
        assertThat(ports.of("container", 8080)).isEqualTo(8080);
    }

    private boolean lead(int port, boolean open) {
        return ports.lead(started(Duration.ofSeconds(12)), USUAL, new OtherPort(port, open, !open, NOW));
    }

    private boolean open(Bridge bridge, String address, long pid, int port) {
        opened.add(port);
        return opens;
    }

    private static ContainerStatus started(Duration ago) {
        return new ContainerStatus(
                "container", "name", Map.of(), true, null, false, null, "10.1.2.3", 7L, NOW, NOW.minus(ago), null);
    }
}
