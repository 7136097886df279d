package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Carries a build's output to the platform, in order, in batches of 50 ms or 32 KiB. While the platform is away up
/// to 4 MiB wait here; then whoever writes waits. A build that is lost has no log any more: everything is dropped.
/// Of a build that an earlier process began everything since its container spoke is written here once more, and what
/// the platform has of it is skipped.
final class LogShipper implements AutoCloseable {
    private static final int BATCH = 32 << 10;
    private static final int LARGEST_BATCH = 256 << 10;
    private static final int CAPACITY = 4 << 20;
    private static final long DELAY_MILLIS = 50;
    private static final long HELD_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 2000;
    private static final long UNKNOWN = -1;

    private final BuildOrders orders;
    private final Holding holding;
    private final BuildOrder order;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LineGate gate;
    private final LastLines lastLines = new LastLines();
    private final Thread thread;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean closed;
    private boolean dropped;
    private boolean lineOpen;
    /// Whether the platform has not answered yet to what was taken from pending, or to the first question.
    private boolean sending = true;
    private boolean hurried;
    /// How many bytes were ever pending, and how many of them were taken from there.
    private long written;
    private long taken;
    /// How many had been written when what follows was told apart, and how long the platform's log was with them
    /// alone.
    private long mark = UNKNOWN;
    private long marked = UNKNOWN;
    private long position;
    private long skip;
    private boolean spoken;
    private boolean answerLost;

    LogShipper(BuildOrders orders, Holding holding) {
        this.orders = orders;
        this.holding = holding;
        this.order = holding.order();
        this.gate = new LineGate(Masks.of(order.secretValues()));
        this.thread = Thread.ofVirtual().name("log-" + order.id()).start(this::ship);
    }

    /// On a line of its own.
    void line(String text) {
        endLine();
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    /// The engine's log knows lines only: where the output ends without one's end, it has one there.
    void endLine() {
        if (lineOpen) {
            write(new byte[] {'\n'}, 0, 1);
        }
    }

    /// Waits while 4 MiB are pending; an interruption ends the waiting and drops these bytes.
    void write(byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            while (pending.size() >= CAPACITY && !dropped) {
                changed.await();
            }
            lineOpen = length > 0 ? bytes[offset + length - 1] != '\n' : lineOpen;
            add(gate.pass(bytes, offset, length));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void add(String text) {
        if (!text.isEmpty() && !dropped) {
            lastLines.add(text);
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            written += bytes.length;
            pending.writeBytes(bytes);
            changed.signalAll();
        }
    }

    /// What is written from now on is told apart from what was written before, which is sent at once.
    void mark() {
        lock.lock();
        try {
            add(gate.rest());
            mark = written;
            hurried = true;
            noteMark();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until what was written before the mark is sent, for at most the given time, unless the caller is
    /// interrupted or the build lost. Returns how long the platform's log was then, in bytes: what was written
    /// after the mark begins there.
    long marked(Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (marked == UNKNOWN && !dropped && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return marked == UNKNOWN ? position : marked;
    }

    /// When the platform has answered to all that was taken.
    private void noteMark() {
        if (!sending && taken == mark) {
            marked = position;
            hurried = false;
        }
    }

    /// The last lines that the build wrote.
    List<String> evidence() {
        lock.lock();
        try {
            add(gate.rest());
            return lastLines.lines();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more is sent; those who wait go on.
    void drop() {
        lock.lock();
        try {
            dropped = true;
            closed = true;
            pending.reset();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Sends what is left, however long the platform is away, unless the caller is interrupted or the build lost.
    @Override
    public void close() {
        lock.lock();
        try {
            add(gate.rest());
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            drop();
            Thread.currentThread().interrupt();
        }
    }

    private void ship() {
        try {
            position = retried(0, new byte[0]);
            // A log that is full is as short as nobody asked for; it takes and drops everything.
            skip = holding.adopted() ? Math.max(0, position - holding.logFrom(position)) : 0;
            sent();
            for (byte[] batch = next(); batch.length > 0; batch = next()) {
                send(unsaid(batch));
                sent();
            }
        } catch (LostBuildException e) {
            drop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sent() {
        lock.lock();
        try {
            sending = false;
            noteMark();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The next batch; empty when there will be none.
    private byte[] next() throws InterruptedException {
        lock.lock();
        try {
            while (pending.size() == 0 && !closed) {
                if (!changed.await(HELD_MILLIS, TimeUnit.MILLISECONDS)) {
                    add(gate.waiting());
                }
            }
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DELAY_MILLIS);
            for (long left = deadline - System.nanoTime();
                    pending.size() < BATCH && !closed && !hurried && left > 0;
                    left = deadline - System.nanoTime()) {
                changed.awaitNanos(left);
            }
            return taken();
        } finally {
            lock.unlock();
        }
    }

    private byte[] taken() {
        byte[] all = pending.toByteArray();
        long most = mark > taken ? Math.min(LARGEST_BATCH, mark - taken) : LARGEST_BATCH;
        byte[] batch = all.length > most ? Arrays.copyOf(all, (int) most) : all;
        taken += batch.length;
        pending.reset();
        pending.write(all, batch.length, all.length - batch.length);
        sending = true;
        changed.signalAll();
        return batch;
    }

    /// The batch without what the platform has from an earlier process.
    private byte[] unsaid(byte[] batch) {
        int known = (int) Math.min(skip, batch.length);
        skip -= known;
        return Arrays.copyOfRange(batch, known, batch.length);
    }

    /// Sends until the platform has it. A batch is taken whole or not at all. A log that is longer than expected
    /// has a line of the platform's own, and with it the batch only if an answer was lost and the batch has room
    /// in there.
    private void send(byte[] batch) throws InterruptedException {
        if (holding.adopted() && !spoken) {
            sendAgain(batch);
            return;
        }
        boolean taken = false;
        while (!taken && !isDropped()) {
            long end = position + batch.length;
            answerLost = false;
            position = retried(position, batch);
            taken = position == end || (answerLost && position > end);
        }
    }

    /// What is there already came from an earlier process whose last words arrived late, so it is what would be sent
    /// here. They cannot arrive any more once something was: from then on such a line is the platform's own.
    private void sendAgain(byte[] batch) throws InterruptedException {
        for (byte[] rest = batch; rest.length > 0 && !isDropped(); rest = unsaid(rest)) {
            long length = retried(position, rest);
            skip += Math.max(0, length - position);
            position = length;
            spoken = true;
        }
    }

    private long retried(long offset, byte[] bytes) throws InterruptedException {
        long pause = DELAY_MILLIS;
        while (!isDropped()) {
            try {
                return orders.append(order, offset, bytes, bytes.length);
            } catch (UnreachableException e) {
                answerLost = true;
                pause(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            }
        }
        return offset + bytes.length;
    }

    private void pause(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            for (long left = deadline - System.nanoTime(); left > 0 && !dropped; left = deadline - System.nanoTime()) {
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isDropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }
}
