package dev.slipway.engine.memory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Files as a tar, in the oldest form there is: names of at most 100 bytes, owned by root.
final class MemoryTar {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;
    private static final int CHECKSUM = 148;

    private MemoryTar() {}

    /// files are by absolute path, of which the first from characters are no part of the name.
    static void write(Map<String, byte[]> files, int from, OutputStream tar) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] content = file.getValue();
            tar.write(header(file.getKey().substring(from), content.length));
            tar.write(content);
            tar.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        }
        tar.write(new byte[2 * BLOCK]);
    }

    private static byte[] header(String name, int size) throws IOException {
        byte[] header = new byte[BLOCK];
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new IOException("the name " + name + " is too long");
        }
        put(header, 0, name);
        put(header, 100, "0000664");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(size));
        put(header, 136, "00000000000");
        put(header, CHECKSUM, "        0");
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, CHECKSUM, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
