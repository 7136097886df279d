package dev.slipway.platform.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    private final PublicAddresses addresses = new PublicAddresses(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "4000::1"
            })
    void whatIsNotPublicIsRefused(String address) {
        assertThat(addresses.allows(InetAddress.ofLiteral(address), false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "140.82.121.3", "100.128.0.1", "172.32.0.1", "2606:50c0:8000::153"})
    void whatIsPublicIsAllowedUnlessItIsThisMachine(String address) {
        assertThat(addresses.allows(InetAddress.ofLiteral(address), false)).isTrue();
        assertThat(addresses.allows(InetAddress.ofLiteral(address), true)).isFalse();
    }

    @Test
    void theAdministratorAllowsRangesOfEitherFamily() {
        PublicAddresses opened = new PublicAddresses(List.of(
                AddressRange.parse("10.1.0.0/15"), AddressRange.parse("fd00:1::/33"), AddressRange.parse("::1")));

        assertThat(opened.allows(InetAddress.ofLiteral("10.1.2.3"), true)).isTrue();
        assertThat(opened.allows(InetAddress.ofLiteral("10.0.0.1"), false)).isTrue();
        assertThat(opened.allows(InetAddress.ofLiteral("10.2.0.0"), false)).isFalse();
        assertThat(opened.allows(InetAddress.ofLiteral("fd00:1:7fff::1"), false))
                .isTrue();
        assertThat(opened.allows(InetAddress.ofLiteral("fd00:1:8000::1"), false))
                .isFalse();
        assertThat(opened.allows(InetAddress.ofLiteral("::1"), false)).isTrue();
        assertThat(opened.allows(InetAddress.ofLiteral("127.0.0.1"), false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "10.0.0.0/33", "10.0.0.0/-1", "::1/129", "10.0.0.0/x", "localhost/8"})
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
