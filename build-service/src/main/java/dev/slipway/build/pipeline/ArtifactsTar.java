package dev.slipway.build.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// What `save-artifacts` wrote, made the beginning of another build's input.
final class ArtifactsTar {
    private static final int DIRECTORY = 0775;
    private static final int RIGHTS = 0777;

    private ArtifactsTar() {}

    /// Writes each entry below destination/artifacts, owned by uid:0, and leaves the archive open for what follows.
    /// Devices and pipes are left out. Returns how many there were. Throws IOException for what is no tar, or where
    /// an entry leads out of the directory.
    static int place(InputStream saved, OutputStream out, String destination, long uid) throws IOException {
        String root = destination.substring(1) + "/artifacts/";
        TarArchiveInputStream from = new TarArchiveInputStream(saved, StandardCharsets.UTF_8.name());
        TarArchiveOutputStream to = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        to.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        to.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        to.setAddPaxHeadersForNonAsciiNames(true);
        put(to, directory(root, uid), InputStream.nullInputStream());
        int count = 0;
        for (TarArchiveEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
            String name = inside(entry.getName());
            if (!name.isEmpty() && kept(entry)) {
                put(to, placed(entry, root, name, uid), from);
                count++;
            }
        }
        to.flush();
        return count;
    }

    private static boolean kept(TarArchiveEntry entry) {
        return entry.isDirectory() || entry.isSymbolicLink() || entry.isLink() || entry.isFile();
    }

    /// Without `./` and empty parts; empty for the root itself.
    private static String inside(String name) throws IOException {
        Path path = Path.of("/", name).normalize();
        if (name.startsWith("/") || Path.of(name).normalize().startsWith("..")) {
            throw new IOException("the entry " + name + " leads out of the archive");
        }
        return path.toString().substring(1);
    }

    private static TarArchiveEntry directory(String name, long uid) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_DIR);
        entry.setMode(DIRECTORY);
        entry.setIds(0, 0);
        entry.setUserId(uid);
        return entry;
    }

    private static TarArchiveEntry placed(TarArchiveEntry entry, String root, String name, long uid)
            throws IOException {
        byte type = entry.isDirectory()
                ? TarConstants.LF_DIR
                : entry.isSymbolicLink()
                        ? TarConstants.LF_SYMLINK
                        : entry.isLink() ? TarConstants.LF_LINK : TarConstants.LF_NORMAL;
        TarArchiveEntry placed = new TarArchiveEntry(root + name + (entry.isDirectory() ? "/" : ""), type);
        placed.setMode(entry.getMode() & RIGHTS);
        placed.setIds(0, 0);
        placed.setUserId(uid);
        placed.setModTime(entry.getLastModifiedTime());
        if (entry.isSymbolicLink()) {
            placed.setLinkName(entry.getLinkName());
        } else if (entry.isLink()) {
            placed.setLinkName(root + inside(entry.getLinkName()));
        } else if (entry.isFile()) {
            placed.setSize(entry.getSize());
        }
        return placed;
    }

    private static void put(TarArchiveOutputStream to, TarArchiveEntry entry, InputStream content) throws IOException {
        to.putArchiveEntry(entry);
        if (entry.getSize() > 0) {
            content.transferTo(to);
        }
        to.closeArchiveEntry();
    }
}
