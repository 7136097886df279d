package dev.slipway.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/// A sealing key in a file, always the same for the same number.
final class TestKey {
    private TestKey() {}

    static SealingKey in(Path file, int number) throws IOException {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) number);
        return SealingKey.read(Files.writeString(file, Base64.getEncoder().encodeToString(bytes) + "\n"));
    }
}
