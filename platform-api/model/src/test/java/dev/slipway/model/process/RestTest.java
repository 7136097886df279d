package dev.slipway.model.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.model.process.Rest.Look;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestTest {
    private static final long MIB = 1 << 20;

    private final Rest rest = new Rest(look(0, 16), () -> {});

    @Test
    void collectsOnceTheProcessIsQuiet() {
        assertThat(rest.due(look(4000, 80))).isFalse();
        assertThat(rest.due(look(4400, 80))).isTrue();
    }

    @Test
    void collectsAgainOnlyWhenTheHeapHasGrown() {
        rest.due(look(10, 80));
        rest.settle(look(20, 40));
        assertThat(rest.due(look(30, 48))).isFalse();
        assertThat(rest.due(look(40, 49))).isTrue();
    }

    @Test
    void leavesABusyProcessAlone() {
        assertThat(rest.due(look(1000, 80))).isFalse();
        assertThat(rest.due(look(2000, 80))).isFalse();
    }

    private static Look look(long processorMillis, long heapMib) {
        return new Look(Duration.ofMillis(processorMillis), heapMib * MIB);
    }
}
