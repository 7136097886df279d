package dev.slipway.node.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of IPv4 addresses, such as 10.208.1.0/24; a bare address means /32. Bits outside the prefix are
/// cleared.
record Cidr(int network, int prefix) {
    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");
    private static final int BITS = 32;

    Cidr {
        if (prefix < 0 || prefix > BITS) {
            throw new IllegalArgumentException("a prefix has 0 to 32 bits, not " + prefix);
        }
        network &= prefix == 0 ? 0 : -1 << (BITS - prefix);
    }

    /// Throws IllegalArgumentException with a sentence for whoever configured it.
    static Cidr parse(String text) {
        Matcher match = TEXT.matcher(text.strip());
        if (!match.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no range of IPv4 addresses; write 10.0.0.0/8");
        }
        int address = 0;
        for (int part = 1; part <= 4; part++) {
            int octet = Integer.parseInt(match.group(part));
            if (octet > 255) {
                throw new IllegalArgumentException("\"" + text + "\" is no range of IPv4 addresses");
            }
            address = address << 8 | octet;
        }
        return new Cidr(address, match.group(5) == null ? BITS : Integer.parseInt(match.group(5)));
    }

    static boolean isAddress(String text) {
        return text.indexOf('/') < 0 && TEXT.matcher(text).matches();
    }

    /// The range of the other's size that lies here as the other lies in a range of this size. Throws
    /// IllegalArgumentException when it is as large as this one.
    Cidr place(Cidr other) {
        if (other.prefix <= prefix) {
            throw new IllegalArgumentException(other + " does not fit into " + this);
        }
        int inside = prefix == 0 ? -1 : (1 << (BITS - prefix)) - 1;
        return new Cidr(network | other.network & inside, other.prefix);
    }

    /// The first address that is not the network's own: a bridge's gateway.
    String first() {
        return text(network + 1);
    }

    private static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    @Override
    public String toString() {
        return prefix == BITS ? text(network) : text(network) + "/" + prefix;
    }
}
