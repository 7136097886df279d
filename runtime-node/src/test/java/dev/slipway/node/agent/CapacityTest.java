package dev.slipway.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final long GIB = 1L << 30;

    @Test
    void tenthOfTheMachineIsKeptBack() {
        assertThat(Capacity.of(4, 20 * GIB)).isEqualTo(new Capacity(3600, 18 * GIB));
    }

    @Test
    void smallMachineKeepsAQuarterGibibyte() {
        assertThat(Capacity.of(1, GIB)).isEqualTo(new Capacity(900, GIB - (256 << 20)));
        assertThat(Capacity.of(1, 100 << 20).memoryBytes()).isZero();
    }
}
