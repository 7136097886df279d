package dev.slipway.platform.source;

import java.net.InetAddress;
import java.util.Arrays;

/// A range of addresses of one family: those whose first `prefix` bits are the network's.
public record AddressRange(InetAddress network, int prefix) {

    public AddressRange {
        if (prefix < 0 || prefix > network.getAddress().length * 8) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits does not fit " + network);
        }
    }

    /// Reads `10.0.0.0/8`, `fd00::/8` or a single address. Throws IllegalArgumentException; no name is looked up.
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = InetAddress.ofLiteral((slash < 0 ? text : text.substring(0, slash)).strip());
        int prefix = slash < 0
                ? network.getAddress().length * 8
                : Integer.parseInt(text.substring(slash + 1).strip());
        return new AddressRange(network, prefix);
    }

    /// An address of the other family is outside.
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        int whole = prefix / 8;
        if (mine.length != other.length || !Arrays.equals(mine, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = prefix % 8;
        return rest == 0 || (mine[whole] ^ other[whole]) >> (8 - rest) == 0;
    }
}
