package dev.slipway.backup;

import dev.slipway.backup.Manifest.Part;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sums up what goes through an archive, part by part, the same way when it is written and when it is read.
final class PartDigests {
    private static final class Sum {
        private final MessageDigest digest = sha256();
        private int entries;
        private long bytes;
    }

    private final Map<String, Sum> sums = new LinkedHashMap<>();
    private Sum current;

    /// What comes next belongs to this entry.
    void begin(String entry, long size) {
        current = sums.computeIfAbsent(part(entry), _ -> new Sum());
        current.entries++;
        current.digest.update((entry + "\n" + size + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void update(byte[] bytes, int offset, int length) {
        current.digest.update(bytes, offset, length);
        current.bytes += length;
    }

    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        sums.forEach((name, sum) ->
                parts.add(new Part(name, sum.entries, sum.bytes, HexFormat.of().formatHex(sum.digest.digest()))));
        return parts;
    }

    /// The first two names of an entry's path.
    private static String part(String entry) {
        int second = entry.indexOf('/', entry.indexOf('/') + 1);
        return second < 0 ? entry : entry.substring(0, second);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
