package dev.slipway.platform.build;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Cuts a stream of bytes into lines; a line of more than 4 KiB is cut there.
final class LineSplitter {
    private static final int LONGEST = 4096;

    private final Consumer<String> line;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    LineSplitter(Consumer<String> line) {
        this.line = line;
    }

    void accept(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                hand();
            } else if (bytes[i] != '\r') {
                buffer.write(bytes[i]);
                if (buffer.size() >= LONGEST) {
                    hand();
                }
            }
        }
    }

    void end() {
        if (buffer.size() > 0) {
            hand();
        }
    }

    private void hand() {
        line.accept(buffer.toString(StandardCharsets.UTF_8));
        buffer.reset();
    }
}
