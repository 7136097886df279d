package dev.slipway.node.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Bytes from whoever writes a log to whoever sends it, at most 1 MiB under way: a slow reader slows the writer.
/// Reading gives what is there without waiting for more. A closed reader makes write throw.
final class LogPipe extends InputStream {
    private static final int MOST = 1 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> chunks = new ArrayDeque<>();
    private int held;
    private int taken;
    private boolean ended;
    private boolean unread;

    void write(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            while (held >= MOST && !unread) {
                changed.awaitUninterruptibly();
            }
            if (unread) {
                throw new IOException("nobody reads this log any more");
            }
            if (length > 0) {
                chunks.add(Arrays.copyOfRange(bytes, offset, offset + length));
                held += length;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// No more will be written.
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        lock.lock();
        try {
            while (chunks.isEmpty() && !ended && !unread) {
                changed.awaitUninterruptibly();
            }
            if (unread) {
                throw new IOException("closed");
            }
            return chunks.isEmpty() ? -1 : take(target, offset, length);
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] target, int offset, int length) {
        byte[] chunk = chunks.element();
        int count = Math.min(length, chunk.length - taken);
        System.arraycopy(chunk, taken, target, offset, count);
        taken += count;
        held -= count;
        if (taken == chunk.length) {
            chunks.remove();
            taken = 0;
        }
        changed.signalAll();
        return count;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            unread = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
