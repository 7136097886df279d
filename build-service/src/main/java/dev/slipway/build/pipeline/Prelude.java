package dev.slipway.build.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// The first entries of what a build reads from its standard input: the closed environment and the CA bundle, bound
/// for tmpfs, so that no image ever holds them.
final class Prelude {
    private static final int PRIVATE_DIRECTORY = 0700;
    private static final int PRIVATE_FILE = 0600;
    private static final int PUBLIC_FILE = 0664;
    private static final int SCRIPT = 0755;
    private static final int BLOCK = 512;

    private Prelude() {}

    /// The archive is left open: the platform's source goes on where it stops. caBundle is a PEM file, or null.
    /// scripts are programs to go with it: absolute path to content; known are open variables, once more.
    static byte[] of(
            Map<String, byte[]> scripts,
            Map<String, String> known,
            Map<String, String> closed,
            Path caBundle,
            long uid) {
        return archive(BuildVariables.file(known, closed, caBundle != null), caBundle, uid, scripts, SCRIPT, false);
    }

    /// The scripts alone; the archive is left open as well.
    static byte[] scripts(Map<String, byte[]> scripts, long uid) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
            for (Map.Entry<String, byte[]> script : scripts.entrySet()) {
                add(tar, script.getKey(), SCRIPT, uid, script.getValue());
            }
            tar.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// A whole archive, with these files behind: absolute path to content.
    static byte[] with(Map<String, byte[]> files, Map<String, String> closed, Path caBundle, long uid) {
        String variables = BuildVariables.file(Map.of(), closed, caBundle != null);
        return archive(variables, caBundle, uid, files, PUBLIC_FILE, true);
    }

    /// The header of one more entry, of that many bytes, which are to follow and to be filled up to whole blocks.
    static byte[] header(String path, long size, long uid) {
        TarArchiveEntry entry = entry(path, PRIVATE_FILE, uid);
        entry.setSize(size);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.putArchiveEntry(entry);
            tar.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// What a file of that size needs behind it.
    static byte[] filling(long size) {
        return new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)];
    }

    /// What ends an archive.
    static byte[] end() {
        return new byte[2 * BLOCK];
    }

    /// The bundle, or null when it cannot be read.
    static Path readable(Path caBundle) {
        return caBundle != null && Files.isReadable(caBundle) ? caBundle : null;
    }

    private static byte[] archive(
            String variables, Path caBundle, long uid, Map<String, byte[]> files, int mode, boolean whole) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
            add(tar, BuildVariables.DIRECTORY + "/", PRIVATE_DIRECTORY, uid, new byte[0]);
            add(tar, BuildVariables.FILE, PRIVATE_FILE, uid, variables.getBytes(StandardCharsets.UTF_8));
            if (caBundle != null) {
                add(tar, BuildVariables.CA_BUNDLE, PRIVATE_FILE, uid, Files.readAllBytes(caBundle));
            }
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                add(tar, file.getKey(), mode, uid, file.getValue());
            }
            if (whole) {
                tar.finish();
            }
            tar.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static TarArchiveEntry entry(String path, int mode, long uid) {
        String name = path.substring(1);
        TarArchiveEntry entry =
                new TarArchiveEntry(name, name.endsWith("/") ? TarConstants.LF_DIR : TarConstants.LF_NORMAL);
        entry.setMode(mode);
        entry.setUserId(uid);
        entry.setGroupId(0L);
        return entry;
    }

    private static void add(TarArchiveOutputStream tar, String path, int mode, long uid, byte[] content)
            throws IOException {
        TarArchiveEntry entry = entry(path, mode, uid);
        entry.setSize(content.length);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
