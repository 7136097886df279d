package dev.slipway.build.log;

import dev.slipway.model.build.BuildLogs.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// One build's log: a file, the lock of those who append, and the signal for those who follow.
final class LogFile {
    private static final int CHUNK = 32 << 10;

    private final Path path;
    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private int users;

    LogFile(Path path, long limit) {
        this.path = path;
        this.limit = limit;
    }

    /// Called under the map's lock of this key only.
    LogFile retained() {
        users++;
        return this;
    }

    /// Whether nobody uses it any more.
    boolean released() {
        return --users == 0;
    }

    /// Appends when offset is the present length and the caller is still allowed to; returns the length after it,
    /// or
    /// -1 when not allowed. Above the limit everything is accepted and dropped.
    long append(long offset, byte[] bytes, BooleanSupplier allowed) throws IOException {
        lock.lock();
        try {
            if (closed || !allowed.getAsBoolean()) {
                return -1;
            }
            long length = length();
            if (length >= limit) {
                return offset + bytes.length;
            }
            return offset == length ? appended(bytes, length) : length;
        } finally {
            lock.unlock();
        }
    }

    private long appended(byte[] bytes, long length) throws IOException {
        int room = (int) Math.min(bytes.length, limit - length);
        write(bytes, room);
        if (length + room >= limit) {
            write(text("\nThe log is longer than " + (limit >> 20) + " MiB; the rest is not kept."));
        }
        return length + bytes.length;
    }

    /// A whole line of the platform's own.
    void line(String line) throws IOException {
        lock.lock();
        try {
            if (!closed) {
                write(text(onNewLine(line)));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Writes the last line unless it stands there already; nothing can be appended afterwards.
    void close(String lastLine) throws IOException {
        lock.lock();
        try {
            if (!closed && !lastLine.isEmpty() && !endsWith(lastLine)) {
                write(text(onNewLine(lastLine)));
            }
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private String onNewLine(String line) throws IOException {
        return endsWith("") || length() == 0 ? line : "\n" + line;
    }

    private static byte[] text(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Whether the file's last line is the given one; with an empty line, whether the file ends with a line's end.
    private boolean endsWith(String line) throws IOException {
        byte[] wanted = line.isEmpty() ? text("") : text("\n" + line);
        long length = length();
        if (length == wanted.length - 1 && !line.isEmpty()) {
            return line.equals(Files.readString(path).stripTrailing());
        }
        if (length < wanted.length) {
            return false;
        }
        ByteBuffer tail = ByteBuffer.allocate(wanted.length);
        try (FileChannel channel = FileChannel.open(path)) {
            channel.read(tail, length - wanted.length);
        }
        return Arrays.equals(wanted, tail.array());
    }

    void delete() throws IOException {
        lock.lock();
        try {
            Files.deleteIfExists(path);
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
    }

    private void write(byte[] bytes, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
        changed.signalAll();
    }

    private long length() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Hands over what stands from position on; returns the position after it.
    long copy(long position, Sink sink) throws IOException {
        if (!Files.exists(path)) {
            return position;
        }
        byte[] chunk = new byte[CHUNK];
        long at = position;
        try (FileChannel channel = FileChannel.open(path)) {
            for (int read; (read = channel.read(ByteBuffer.wrap(chunk), at)) > 0; at += read) {
                sink.accept(chunk, 0, read);
            }
        }
        return at;
    }

    /// Waits until there is more than position or the log is closed, at most the given time; whether it came so.
    boolean await(long position, Duration time) throws IOException, InterruptedException {
        long nanos = time.toNanos();
        lock.lock();
        try {
            while (!closed && length() <= position) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
