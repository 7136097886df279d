package dev.slipway.node.image;

import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// Files named by the SHA-256 of what is in them. A file has its name only once it is whole and on the disk.
record Blobs(Path directory, Path incoming) {
    private static final String SHA256 = "sha256:";

    boolean has(String digest) {
        return Files.isRegularFile(path(digest));
    }

    Path path(String digest) {
        String hex = digest.substring(Math.min(SHA256.length(), digest.length()));
        if (!digest.startsWith(SHA256) || !hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a digest: " + digest);
        }
        return directory.resolve(hex);
    }

    /// Returns the digest.
    String put(InputStream content) throws IOException {
        Path fresh = fresh();
        try {
            String digest = spool(content, fresh);
            move(fresh, path(digest));
            return digest;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// A file beside the blobs, whole or as it was before.
    void write(Path file, byte[] content) throws IOException {
        Path fresh = fresh();
        try {
            spool(new ByteArrayInputStream(content), fresh);
            move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private Path fresh() {
        return incoming.resolve(UUID.randomUUID().toString());
    }

    private static String spool(InputStream content, Path fresh) throws IOException {
        MessageDigest digest = Manifest.sha256();
        // Not a channel: an interrupted thread would close it.
        try (FileOutputStream file = new FileOutputStream(fresh.toFile());
                OutputStream out = new DigestOutputStream(file, digest)) {
            content.transferTo(out);
            file.getFD().sync();
        }
        return SHA256 + HexFormat.of().formatHex(digest.digest());
    }

    /// The file is there, or is not: nothing in between, also after a power cut.
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(to.getParent());
    }

    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    static String digest(Path blob) {
        return SHA256 + blob.getFileName();
    }
}
