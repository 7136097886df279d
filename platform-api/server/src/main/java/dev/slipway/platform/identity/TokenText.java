package dev.slipway.platform.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/// The text of a token: `slp_`, 30 random base-62 digits (178 bits), `_`, 6 base-62 digits of the CRC-32 of what
/// comes before, so that scanners know one without asking and typing errors never reach the database.
final class TokenText {
    static final String PREFIX = "slp_";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_DIGITS = 30;
    private static final int CHECK_DIGITS = 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TokenText() {}

    static String random() {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int i = 0; i < RANDOM_DIGITS; i++) {
            text.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
        }
        return text + "_" + checksum(text.toString());
    }

    static boolean wellFormed(String text) {
        int check = PREFIX.length() + RANDOM_DIGITS;
        return text.startsWith(PREFIX)
                && text.length() == check + 1 + CHECK_DIGITS
                && text.charAt(check) == '_'
                && text.substring(check + 1).equals(checksum(text.substring(0, check)));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        long value = crc.getValue();
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < CHECK_DIGITS; i++) {
            digits.append(DIGITS.charAt((int) (value % DIGITS.length())));
            value /= DIGITS.length();
        }
        return digits.reverse().toString();
    }
}
