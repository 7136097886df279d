package dev.slipway.platform.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/// Archives as clients send them, and as they should not.
public final class Samples {
    private Samples() {}

    @FunctionalInterface
    public interface Packing<T> {
        void into(T archive) throws IOException;
    }

    public static byte[] tar(Packing<TarArchiveOutputStream> packing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            packing.into(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] zip(Packing<ZipArchiveOutputStream> packing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            packing.into(zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static void file(TarArchiveOutputStream tar, String name, String text) throws IOException {
        entry(tar, name, TarConstants.LF_NORMAL, 0644, null, text);
    }

    public static void executable(TarArchiveOutputStream tar, String name, String text) throws IOException {
        entry(tar, name, TarConstants.LF_NORMAL, 0755, null, text);
    }

    static void directory(TarArchiveOutputStream tar, String name) throws IOException {
        entry(tar, name + "/", TarConstants.LF_DIR, 0755, null, "");
    }

    public static void link(TarArchiveOutputStream tar, String name, String target) throws IOException {
        entry(tar, name, TarConstants.LF_SYMLINK, 0777, target, "");
    }

    static void hardLink(TarArchiveOutputStream tar, String name, String target) throws IOException {
        entry(tar, name, TarConstants.LF_LINK, 0644, target, "");
    }

    static void kind(TarArchiveOutputStream tar, String name, byte kind) throws IOException {
        entry(tar, name, kind, 0644, null, "");
    }

    private static void entry(TarArchiveOutputStream tar, String name, byte kind, int mode, String target, String text)
            throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setMode(mode);
        entry.setSize(content.length);
        if (target != null) {
            entry.setLinkName(target);
        }
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /// mode with the type of the file, such as 0100644.
    public static void entry(ZipArchiveOutputStream zip, String name, int mode, String text) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setUnixMode(mode);
        zip.putArchiveEntry(entry);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
    }
}
