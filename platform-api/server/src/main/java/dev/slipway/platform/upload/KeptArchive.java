package dev.slipway.platform.upload;

import dev.slipway.model.source.SourceTree.Kind;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes what is kept of an archive: a zip of our own making, whose entries can be read in any order, with checked
/// paths, one time for all, and in each entry's comment what it is. What cannot be written is an UncheckedIOException,
/// so that nobody takes it for a fault of the archive that is read.
final class KeptArchive implements AutoCloseable {
    static final String FILE = "f";
    static final String EXECUTABLE = "x";
    static final String LINK = "l";
    /// Its content is the path of the entry whose content it shares.
    static final String SAME = "s";

    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final FileChannel file;
    private final MessageDigest digest;
    private final ZipOutputStream zip;

    KeptArchive(Path path) {
        try {
            this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        this.zip = new ZipOutputStream(
                new DigestOutputStream(unclosed(Channels.newOutputStream(file)), digest), StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
    }

    private static OutputStream unclosed(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() {}
        };
    }

    /// Throws IOException for what goes wrong with content, UncheckedIOException for what goes wrong here.
    void add(String path, Kind kind, InputStream content) throws IOException {
        begin(path, kind == Kind.EXECUTABLE ? EXECUTABLE : kind == Kind.LINK ? LINK : FILE);
        byte[] buffer = new byte[64 << 10];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            write(buffer, read);
        }
        end();
    }

    /// An entry with the content and kind of another that was added.
    void same(String path, String as) {
        begin(path, SAME);
        byte[] name = as.getBytes(StandardCharsets.UTF_8);
        write(name, name.length);
        end();
    }

    private void begin(String path, String comment) {
        ZipEntry entry = new ZipEntry(path);
        entry.setTimeLocal(TIME);
        entry.setComment(comment);
        try {
            zip.putNextEntry(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(byte[] bytes, int length) {
        try {
            zip.write(bytes, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        try {
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends and syncs the file, and gives the SHA-256 of its bytes in hexadecimal digits.
    String finish() {
        try {
            zip.finish();
            zip.flush();
            file.force(true);
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
