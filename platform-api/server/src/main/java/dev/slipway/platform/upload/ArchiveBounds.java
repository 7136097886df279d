package dev.slipway.platform.upload;

import dev.slipway.platform.git.GitConfig;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// How much an archive holds, counted while it is read, so that a bomb ends at the bound and not when the disk is full.
final class ArchiveBounds {
    private static final long ALWAYS = 16L << 20;
    private static final long MOST_NAMES = 32L << 20;
    private static final String NEXT =
            "Take what is not source out of it, or ask the administrator to raise the limit.";

    private final GitConfig limits;
    private final int ratio;
    private final long sent;
    private int count;
    private long bytes;
    private long names;

    /// sent is how many bytes the archive itself has.
    ArchiveBounds(GitConfig limits, int ratio, long sent) {
        this.limits = limits;
        this.ratio = ratio;
        this.sent = sent;
    }

    /// One more file, directory or link, with what is remembered of it. Throws TOO_LARGE.
    void entry(int nameLength) {
        names += nameLength;
        most(++count);
        if (names > MOST_NAMES) {
            throw ArchiveFault.tooLarge("The names in the archive are more than 32 MiB together.", NEXT);
        }
    }

    /// Throws TOO_LARGE where so many entries are too many.
    void most(int entries) {
        if (entries > limits.maxFiles()) {
            throw ArchiveFault.tooLarge(
                    "The archive has more than " + limits.maxFiles() + " files and directories"
                            + " (slipway.git.max-files).",
                    NEXT);
        }
    }

    /// The content of an entry, counted as it is read. The caller closes the underlying stream.
    InputStream counted(String name, InputStream content) {
        return new FilterInputStream(content) {
            private long own;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = in.read(buffer, offset, length);
                own += Math.max(0, read);
                if (own > limits.maxObject().value()) {
                    throw ArchiveFault.tooLarge(
                            "The entry \"" + name + "\" is larger than " + limits.maxObject()
                                    + " (slipway.git.max-object).",
                            NEXT);
                }
                count(Math.max(0, read));
                return read;
            }

            @Override
            public void close() {}
        };
    }

    /// Bytes that came out of the archive. Throws TOO_LARGE.
    void count(int read) {
        bytes += read;
        if (bytes > limits.maxTree().value()) {
            throw ArchiveFault.tooLarge(
                    "The files of the archive are more than " + limits.maxTree() + " together (slipway.git.max-tree).",
                    NEXT);
        }
        if (bytes > ALWAYS && bytes / ratio > sent) {
            throw ArchiveFault.tooLarge(
                    "The files of the archive are more than " + ratio + " times as large as the archive itself"
                            + " (slipway.uploads.max-ratio).",
                    "Send it as a plain tar, or leave out what is nothing but repetition.");
        }
    }

    long bytes() {
        return bytes;
    }
}
