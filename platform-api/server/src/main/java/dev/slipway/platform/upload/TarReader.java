package dev.slipway.platform.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Reads a tar in the forms that are in use: ustar, pax, GNU.
final class TarReader {
    private static final int RECORD = 512;
    private static final int EXECUTABLE = 0100;
    /// Between two entries: headers, long names and pax records, all of which are held in memory.
    private static final long MOST_HEADERS = 1 << 20;

    private final ArchiveContent content;
    private final ArchiveBounds bounds;

    TarReader(ArchiveContent content, ArchiveBounds bounds) {
        this.content = content;
        this.bounds = bounds;
    }

    /// Throws IOException for what is no whole tar. The caller closes the stream, which is read to its end.
    void read(InputStream in) throws IOException {
        Headers headers = new Headers(in);
        TarArchiveInputStream tar = new TarArchiveInputStream(headers, StandardCharsets.UTF_8.name());
        for (TarArchiveEntry entry = next(tar, headers); entry != null; entry = next(tar, headers)) {
            take(tar, entry);
        }
        if (!headers.endedWithZeros()) {
            throw new IOException("it ends before its end");
        }
        drain(bounds.counted("what follows the end", headers));
    }

    private static TarArchiveEntry next(TarArchiveInputStream tar, Headers headers) throws IOException {
        headers.begin();
        TarArchiveEntry entry = tar.getNextEntry();
        headers.end();
        return entry;
    }

    private void take(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        String name = entry.getName();
        if (entry.isDirectory()) {
            content.directory(name);
        } else if (entry.isSymbolicLink()) {
            content.link(name, entry.getLinkName());
        } else if (entry.isLink()) {
            content.hardLink(name, entry.getLinkName());
        } else if (entry.isCharacterDevice() || entry.isBlockDevice()) {
            content.other(name, "a device");
        } else if (entry.isFIFO()) {
            content.other(name, "a named pipe");
        } else if (entry.isSparse()) {
            content.other(name, "a sparse file, which is not supported");
        } else if (isPlain(entry)) {
            content.file(name, (entry.getMode() & EXECUTABLE) != 0, tar);
        } else {
            content.other(name, "of an unknown kind");
        }
        drain(bounds.counted(name, tar));
    }

    private static boolean isPlain(TarArchiveEntry entry) {
        return switch (entry.getLinkFlag()) {
            case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> true;
            default -> false;
        };
    }

    private static void drain(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /// Bounds what is read between two entries, and counts the zeros at the end.
    private final class Headers extends FilterInputStream {
        private long between = -1;
        private long zeros;

        Headers(InputStream in) {
            super(in);
        }

        void begin() {
            between = 0;
        }

        void end() {
            between = -1;
        }

        boolean endedWithZeros() {
            return zeros >= RECORD;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            for (int i = Math.max(0, read - RECORD); i < read; i++) {
                zeros = bytes[offset + i] == 0 ? zeros + 1 : 0;
            }
            if (between >= 0) {
                between += Math.max(0, read);
                if (between > MOST_HEADERS) {
                    throw ArchiveFault.tooLarge(
                            "The headers of one entry are larger than 1 MiB.", "Shorten its names.");
                }
            }
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            byte[] scratch = new byte[(int) Math.min(8192, Math.max(1, bytes))];
            long skipped = 0;
            while (skipped < bytes) {
                int read = read(scratch, 0, (int) Math.min(scratch.length, bytes - skipped));
                if (read < 0) {
                    break;
                }
                skipped += read;
            }
            return skipped;
        }
    }
}
