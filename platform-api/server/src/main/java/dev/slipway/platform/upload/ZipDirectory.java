package dev.slipway.platform.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/// Looks through the central directory of a zip before anybody reads it into memory: that it ends where the archive
/// says, and how many entries it has. Whole zips of one part only, without anything before or after.
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int HEADER = 0x02014b50;
    private static final int END_LENGTH = 22;
    private static final int LOCATOR_LENGTH = 20;
    private static final int END_64_LENGTH = 56;
    private static final int HEADER_LENGTH = 46;
    private static final long LARGEST = 32L << 20;

    private final FileChannel file;

    ZipDirectory(FileChannel file) {
        this.file = file;
    }

    /// How many entries there are. Throws IOException with what is wrong, TOO_LARGE above 32 MiB.
    int count() throws IOException {
        long end = end();
        ByteBuffer record = read(end, END_LENGTH);
        long size = Integer.toUnsignedLong(record.getInt(12));
        long start = Integer.toUnsignedLong(record.getInt(16));
        long stop = end;
        if (end >= LOCATOR_LENGTH && read(end - LOCATOR_LENGTH, LOCATOR_LENGTH).getInt(0) == LOCATOR_64) {
            stop = read(end - LOCATOR_LENGTH, LOCATOR_LENGTH).getLong(8);
            if (stop < 0
                    || stop != end - LOCATOR_LENGTH - END_64_LENGTH
                    || read(stop, 4).getInt(0) != END_64) {
                throw new IOException("its end is damaged");
            }
            size = read(stop, END_64_LENGTH).getLong(40);
            start = read(stop, END_64_LENGTH).getLong(48);
        }
        if (start < 0 || size < 0 || start + size != stop) {
            throw new IOException("its list of files does not lie where the archive says");
        }
        if (size > LARGEST) {
            throw ArchiveFault.tooLarge("The archive's list of files is larger than 32 MiB.", "Send fewer files.");
        }
        return count(start, size);
    }

    /// The record at the very end, with no comment, or one that ends with the file.
    private long end() throws IOException {
        int length = (int) Math.min(file.size(), END_LENGTH + 0xffff);
        ByteBuffer tail = read(file.size() - length, length);
        for (int at = length - END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) == END) {
                if (Short.toUnsignedInt(tail.getShort(at + 20)) != length - END_LENGTH - at) {
                    throw new IOException("something follows its end");
                }
                return file.size() - length + at;
            }
        }
        throw new IOException("it has no end");
    }

    private int count(long start, long size) throws IOException {
        ByteBuffer directory = read(start, (int) size);
        int count = 0;
        int at = 0;
        while (at < size) {
            if (size - at < HEADER_LENGTH || directory.getInt(at) != HEADER) {
                throw new IOException("its list of files is damaged");
            }
            int name = Short.toUnsignedInt(directory.getShort(at + 28));
            int extra = Short.toUnsignedInt(directory.getShort(at + 30));
            int comment = Short.toUnsignedInt(directory.getShort(at + 32));
            at += HEADER_LENGTH + name + extra + comment;
            count++;
        }
        if (at != size) {
            throw new IOException("its list of files is damaged");
        }
        return count;
    }

    private ByteBuffer read(long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("it ends before its end");
            }
        }
        return bytes.flip();
    }
}
