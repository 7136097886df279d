package dev.slipway.platform.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// Reads a zip by its central directory, which is what unpackers go by; what lies between its entries does not count.
final class ZipReader {
    private static final int EXECUTABLE = 0100;
    private static final int LONGEST_TARGET = 4096;

    private final ArchiveContent content;
    private final ArchiveBounds bounds;

    ZipReader(ArchiveContent content, ArchiveBounds bounds) {
        this.content = content;
        this.bounds = bounds;
    }

    /// Throws IOException for what is no whole zip.
    void read(Path archive) throws IOException {
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.READ)) {
            bounds.most(new ZipDirectory(file).count());
            try (ZipFile zip = ZipFile.builder()
                    .setSeekableByteChannel(file)
                    .setCharset(StandardCharsets.UTF_8)
                    .setUseUnicodeExtraFields(true)
                    .get()) {
                for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                    take(zip, entry);
                }
            }
        }
    }

    private void take(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        String name = entry.getName();
        int type = entry.getUnixMode() & UnixStat.FILE_TYPE_FLAG;
        if (entry.isDirectory()) {
            content.directory(name);
        } else if (entry.getGeneralPurposeBit().usesEncryption()) {
            content.other(name, "encrypted");
        } else if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
            content.other(name, "packed by a method that is not supported (only deflate is)");
        } else if (type == UnixStat.LINK_FLAG) {
            try (InputStream target = zip.getInputStream(entry)) {
                content.link(name, new String(target.readNBytes(LONGEST_TARGET + 1), StandardCharsets.UTF_8));
            }
        } else if (type == 0 || type == UnixStat.FILE_FLAG) {
            file(zip, entry);
        } else {
            content.other(name, "neither a file, nor a directory, nor a link");
        }
    }

    private void file(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        try (CheckedInputStream checked = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            content.file(entry.getName(), (entry.getUnixMode() & EXECUTABLE) != 0, checked);
            if (checked.getChecksum().getValue() != entry.getCrc()) {
                throw new IOException("the checksum of " + entry.getName() + " is wrong");
            }
        }
    }
}
