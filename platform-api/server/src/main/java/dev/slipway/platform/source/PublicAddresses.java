package dev.slipway.platform.source;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Which addresses a Git URL may lead to: those of the public internet, and those that the administrator allows.
/// Ranges are IANA's registries of special-purpose addresses (RFC 6890 and later).
final class PublicAddresses {
    private static final List<AddressRange> SPECIAL = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            // Tunnels and documentation; the first carries IPv4 addresses of any kind inside.
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");
    private static final AddressRange GLOBAL_UNICAST = AddressRange.parse("2000::/3");

    private final List<AddressRange> allowed;

    PublicAddresses(List<AddressRange> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /// own says that the address is one of this machine's.
    boolean allows(InetAddress address, boolean own) {
        return allowed.stream().anyMatch(range -> range.contains(address)) || !own && isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        return (!(address instanceof Inet6Address) || GLOBAL_UNICAST.contains(address))
                && SPECIAL.stream().noneMatch(range -> range.contains(address));
    }

    private static List<AddressRange> ranges(String... texts) {
        return Arrays.stream(texts).map(AddressRange::parse).toList();
    }
}
