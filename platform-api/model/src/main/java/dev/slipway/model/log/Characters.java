package dev.slipway.model.log;

import java.io.ByteArrayOutputStream;

/// Passes UTF-8, also where it is broken, without control characters but for tabs and what ends or begins a line, and
/// without those that turn the direction of text; DEL stands for each byte of these.
final class Characters {
    private static final int DEL = 0x7f;

    private final ByteArrayOutputStream passed;
    private final byte[] held = new byte[3];
    private int length;
    /// How many bytes of a character that passes are still to come.
    private int more;

    Characters(ByteArrayOutputStream passed) {
        this.passed = passed;
    }

    void take(int b) {
        boolean continues = (b & 0xc0) == 0x80;
        if (length > 0 && continues) {
            held[length++] = (byte) b;
            judge();
        } else if (continues) {
            // Alone it is a control character to terminals that do not speak UTF-8.
            passed.write(more > 0 || b >= 0xa0 ? b : DEL);
            more = Math.max(0, more - 1);
        } else {
            end();
            begin(b);
        }
    }

    private void begin(int b) {
        if (b < 0x80) {
            passed.write(b >= 0x20 || b == '\t' || b == '\n' || b == '\r' ? b : DEL);
        } else if (b == 0xc2 || b == 0xd8 || b == 0xe2 || b == 0xef) {
            held[length++] = (byte) b;
        } else {
            passed.write(b);
            more = b >= 0xf0 ? 3 : b >= 0xe0 ? 2 : 1;
        }
    }

    private void judge() {
        boolean two = (held[0] & 0xff) < 0xe0;
        if (length == 2 && two) {
            release(unseen((held[0] & 0x1f) << 6 | held[1] & 0x3f));
        } else if (length == 3) {
            release(unseen((held[0] & 0x0f) << 12 | (held[1] & 0x3f) << 6 | held[2] & 0x3f));
        }
    }

    private static boolean unseen(int character) {
        return character < 0xa0
                || character == 0x61c
                || character == 0x200e
                || character == 0x200f
                || character >= 0x2028 && character <= 0x202e
                || character >= 0x2066 && character <= 0x2069
                || character == 0xfeff;
    }

    private void release(boolean drop) {
        for (int i = 0; i < length; i++) {
            passed.write(drop ? DEL : held[i]);
        }
        length = 0;
    }

    /// A character that is not whole passes as it is.
    void end() {
        release(false);
        more = 0;
    }
}
