package dev.slipway.build.source;

import dev.slipway.build.source.UploadLayout.Placed;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTree.Entry;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes one PAX tar: each directory once, before what is in it; nothing for the destination itself, whose mode
/// and time are not ours to change. Whole files are never held in memory. Closing ends the archive, not the
/// stream.
final class SourceTar implements AutoCloseable {
    private static final int DIRECTORY = 0775;
    private static final int FILE = 0664;
    private static final int EXECUTABLE = 0775;
    private static final int SCRIPT = 0755;

    private final TarArchiveOutputStream tar;
    private final String prefix;
    private final long uid;
    private final Instant time;
    private final Set<String> directories = new HashSet<>();

    /// Below a directory of a builder image.
    SourceTar(OutputStream out, Destination destination, long uid, Instant time) throws IOException {
        this(out, destination.prefix(), uid, time);
        addDirectories("src/");
        addDirectories("scripts/");
    }

    private SourceTar(OutputStream out, String prefix, long uid, Instant time) {
        this.tar = new TarArchiveOutputStream(unclosed(out), StandardCharsets.UTF_8.name());
        this.prefix = prefix;
        this.uid = uid;
        this.time = time;
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /// Names stand for themselves, and everything is root's.
    static SourceTar atRoot(OutputStream out, Instant time) {
        return new SourceTar(out, "", 0, time);
    }

    private static OutputStream unclosed(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    void add(SourceTree tree, Placed placed) throws IOException {
        addDirectories(placed.target());
        switch (placed.entry().kind()) {
            case FILE -> addFile(tree, placed, placed.script() ? SCRIPT : FILE);
            case EXECUTABLE -> addFile(tree, placed, placed.script() ? SCRIPT : EXECUTABLE);
            case LINK -> addLink(tree, placed);
            case SUBMODULE -> addDirectories(placed.target() + "/");
        }
    }

    private void addDirectories(String target) throws IOException {
        for (int slash = target.indexOf('/'); slash >= 0; slash = target.indexOf('/', slash + 1)) {
            String directory = target.substring(0, slash + 1);
            if (directories.add(directory)) {
                TarArchiveEntry entry = entry(directory, TarConstants.LF_DIR, DIRECTORY);
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        }
    }

    private void addFile(SourceTree tree, Placed placed, int mode) throws IOException {
        Entry file = placed.entry();
        TarArchiveEntry entry = entry(placed.target(), TarConstants.LF_NORMAL, mode);
        entry.setSize(file.size());
        tar.putArchiveEntry(entry);
        try (InputStream content = tree.open(file)) {
            content.transferTo(tar);
        }
        tar.closeArchiveEntry();
    }

    private void addLink(SourceTree tree, Placed placed) throws IOException {
        TarArchiveEntry entry = entry(placed.target(), TarConstants.LF_SYMLINK, 0777);
        try (InputStream content = tree.open(placed.entry())) {
            entry.setLinkName(new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private TarArchiveEntry entry(String target, byte type, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(prefix + target, type);
        entry.setMode(mode);
        entry.setIds(0, 0);
        entry.setUserId(uid);
        entry.setModTime(time.toEpochMilli());
        return entry;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
