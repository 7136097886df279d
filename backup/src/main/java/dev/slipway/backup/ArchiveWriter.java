package dev.slipway.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.backup.Manifest.Part;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes an archive: a gzipped tar with a header, the parts, a manifest and its seal, in this order.
final class ArchiveWriter implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER = 1 << 16;

    private final TarArchiveOutputStream tar;
    private final PartDigests digests = new PartDigests();
    private final byte[] buffer = new byte[BUFFER];

    ArchiveWriter(OutputStream out, Header header) throws IOException {
        tar = new TarArchiveOutputStream(new BufferedOutputStream(new FastGzip(out), BUFFER), "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        bare(Header.NAME, JSON.writeValueAsBytes(header));
    }

    /// Exactly size bytes of the stream: a file that grows is taken as it was. EOFException where there are fewer.
    void add(String name, long size, InputStream content) throws IOException {
        begin(name, size);
        for (long left = size; left > 0; ) {
            int read = content.read(buffer, 0, (int) Math.min(left, BUFFER));
            if (read < 0) {
                throw new EOFException(name + " became shorter while it was read");
            }
            write(buffer, read);
            left -= read;
        }
        tar.closeArchiveEntry();
    }

    void add(String name, byte[] content, int length) throws IOException {
        begin(name, length);
        write(content, length);
        tar.closeArchiveEntry();
    }

    private void begin(String name, long size) throws IOException {
        digests.begin(name, size);
        entry(name, size);
    }

    private void write(byte[] bytes, int length) throws IOException {
        digests.update(bytes, 0, length);
        tar.write(bytes, 0, length);
    }

    List<Part> parts() {
        return digests.parts();
    }

    /// Nothing can be added afterwards.
    void finish(Manifest manifest, SealingKey key) throws IOException {
        byte[] text = JSON.writeValueAsBytes(manifest);
        bare(Manifest.NAME, text);
        bare(Manifest.SEAL, key.seal(text).getBytes());
        tar.finish();
        tar.flush();
    }

    private void bare(String name, byte[] content) throws IOException {
        entry(name, content.length);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void entry(String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(0600);
        tar.putArchiveEntry(entry);
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    /// Most of an archive is packed already or packs well at any level.
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
