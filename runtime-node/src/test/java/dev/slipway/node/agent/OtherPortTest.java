package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.node.probe.ListeningPorts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OtherPortTest {
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

    @Test
    void theOnlyOpenPortIsItAndSettlesWhenItStaysSo() {
        OtherPort first = seen(null, Map.of(3000, true, 9229, false), NOW).orElseThrow();
        OtherPort later = seen(first, Map.of(3000, true), NOW.plusSeconds(20)).orElseThrow();

        assertThat(later).isEqualTo(new OtherPort(3000, true, false, NOW));
        assertThat(later.lasted(OtherPort.STEADY, NOW.plusSeconds(29))).isFalse();
        assertThat(later.lasted(OtherPort.STEADY, NOW.plusSeconds(30))).isTrue();
    }

    @Test
    void anotherPortBeginsAnew() {
        assertThat(seen(new OtherPort(3000, true, false, NOW), Map.of(4000, true), NOW.plusSeconds(40)))
                .contains(new OtherPort(4000, true, false, NOW.plusSeconds(40)));
    }

    @Test
    void whileSomethingMayComeThereIsNone() {
        OtherPort before = new OtherPort(3000, true, false, NOW);

        assertThat(seen(before, Map.of(), NOW)).as("nothing").isEmpty();
        assertThat(seen(before, Map.of(3000, true, 4000, true), NOW)).as("two").isEmpty();
        assertThat(seen(before, Map.of(3000, true, 8080, true), NOW))
                .as("its own")
                .isEmpty();
        assertThat(seen(null, Map.of(5005, true), NOW)).as("a debugger").isEmpty();
        assertThat(seen(before, Map.of(3000, true, 9464, true), NOW))
                .as("beside metrics")
                .contains(before);
    }

    @Test
    void theLoopbackAddressIsAPlaceWhereNothingElseIs() {
        OtherPort before = new OtherPort(3000, true, false, NOW.minusSeconds(9));

        assertThat(seen(before, Map.of(3000, false), NOW)).contains(new OtherPort(3000, false, true, NOW));
        assertThat(seen(null, Map.of(8080, false), NOW)).contains(new OtherPort(8080, false, true, NOW));
        assertThat(seen(before, Map.of(3000, true, 8080, false), NOW)).contains(new OtherPort(8080, false, false, NOW));
        assertThat(seen(null, Map.of(6379, false), NOW)).as("of a database").isEmpty();
        assertThat(seen(null, Map.of(3000, false, 4173, false), NOW))
                .as("beside one that is more seldom")
                .contains(new OtherPort(3000, false, true, NOW));
        assertThat(seen(null, Map.of(4173, false, 6379, false, 40123, false, 9229, false), NOW))
                .as("the more seldom one")
                .contains(new OtherPort(4173, false, true, NOW));
        assertThat(seen(null, Map.of(4173, false, 4174, false), NOW)).as("two").isEmpty();
    }

    @Test
    void visitorsAreLedToAnotherPortAfterAWhileAndToItsOwnAtOnce() {
        OtherPort another = new OtherPort(3000, false, true, NOW);
        assertThat(another.ripe(8080, NOW.plusSeconds(9))).isFalse();
        assertThat(another.ripe(8080, NOW.plusSeconds(10))).isTrue();
        assertThat(new OtherPort(8080, false, true, NOW).ripe(8080, NOW)).isTrue();
    }

    private static Optional<OtherPort> seen(OtherPort before, Map<Integer, Boolean> listening, Instant now) {
        return OtherPort.seen(before, 8080, new ListeningPorts(new TreeMap<>(listening)), now);
    }
}
