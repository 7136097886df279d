package dev.slipway.node.network;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The one question of a DNS query (RFC 1035 4.1), and answers to it. name is in lower case without the last dot;
/// end is where the question ends in the packet. Pure.
record NameQuestion(byte[] packet, String name, int type, int end) {
    private static final int HEADER = 12;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;
    private static final int TYPE_A = 1;
    private static final byte SECONDS = 5;
    private static final int SERVER_FAILED = 2;

    /// Empty for a packet that is no query with exactly one question.
    static Optional<NameQuestion> parse(byte[] packet) {
        if (packet.length < HEADER || (packet[2] & 0xF8) != 0 || packet[4] != 0 || packet[5] != 1) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (at < packet.length && packet[at] != 0) {
            int length = packet[at] & 0xFF;
            if (length > LONGEST_LABEL || at + 1 + length > packet.length || name.length() > LONGEST_NAME) {
                return Optional.empty();
            }
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(packet, at + 1, length, StandardCharsets.ISO_8859_1));
            at += 1 + length;
        }
        int end = at + 5;
        return end > packet.length
                ? Optional.empty()
                : Optional.of(new NameQuestion(
                        packet,
                        name.toString().toLowerCase(Locale.ROOT),
                        (packet[at + 1] & 0xFF) << 8 | packet[at + 2] & 0xFF,
                        end));
    }

    boolean isBelow(String domain) {
        return name.endsWith("." + domain);
    }

    /// Answers A with the address and any other type with "no such record".
    byte[] answered(byte[] address) {
        if (type != TYPE_A) {
            return reply(0, 0, end);
        }
        byte[] reply = reply(0, 1, end + 12 + address.length);
        byte[] fixed = {(byte) 0xC0, HEADER, 0, TYPE_A, 0, 1, 0, 0, 0, SECONDS, 0, (byte) address.length};
        System.arraycopy(fixed, 0, reply, end, fixed.length);
        System.arraycopy(address, 0, reply, end + fixed.length, address.length);
        return reply;
    }

    /// SERVFAIL: nobody answered.
    byte[] failed() {
        return reply(SERVER_FAILED, 0, end);
    }

    private byte[] reply(int code, int answers, int length) {
        byte[] reply = Arrays.copyOf(Arrays.copyOf(packet, end), length);
        reply[2] = (byte) (0x80 | packet[2] & 0x01);
        reply[3] = (byte) (0x80 | code);
        reply[7] = (byte) answers;
        Arrays.fill(reply, 8, HEADER, (byte) 0);
        return reply;
    }
}
