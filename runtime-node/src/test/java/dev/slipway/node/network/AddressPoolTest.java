package dev.slipway.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.assignment.TenantNetwork;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
    private static final TenantNetwork SEVENTH = new TenantNetwork(7, 1_000_070_000L, "10.209.7.0/24");

    @Test
    void networksOfThePlatformsOwnRangeStayWhereTheyAre() {
        assertThat(new AddressPool("10.208.0.0/12").place(SEVENTH)).isEqualTo(SEVENTH);
    }

    @Test
    void networksKeepTheirPlaceInAnotherRange() {
        assertThat(new AddressPool("10.96.0.0/12").place(SEVENTH))
                .isEqualTo(new TenantNetwork(7, 1_000_070_000L, "10.97.7.0/24"));
    }

    @Test
    void rangeAsSmallAsOneNetworkIsRefused() {
        assertThatThrownBy(() -> new AddressPool("10.96.0.0/24").place(SEVENTH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
