package dev.slipway.router.feed;

import dev.slipway.router.table.RouteTable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Feeds a router over its control socket: a snapshot on every connection, then what changed. Reconnects until
/// closed.
public final class SocketRouterFeed implements RouterFeed, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SocketRouterFeed.class.getName());
    private static final long RETRY_MILLIS = 200;
    /// An empty change this often asks for the router's metrics and finds a dead connection.
    private static final long BEAT_MILLIS = 5_000;

    /// In bytes. The router is less trusted than the node that reads it.
    private static final int LONGEST_ANSWER = 64 << 10;

    private final UnixDomainSocketAddress control;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private RouteTable desired;
    private long version;
    private long acknowledged = -1;
    private RouterMetrics metrics;
    private boolean closed;
    private SocketChannel connection;

    private SocketRouterFeed(Path control) {
        this.control = UnixDomainSocketAddress.of(control);
    }

    /// control is `slipway.router.control`; the router need not be there yet.
    public static SocketRouterFeed open(Path control) {
        SocketRouterFeed feed = new SocketRouterFeed(control);
        Thread.ofVirtual().name("router-feed").start(feed::run);
        return feed;
    }

    @Override
    public void publish(RouteTable table) {
        locked(() -> {
            desired = table;
            version++;
        });
    }

    @Override
    public boolean settled(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long wanted = version;
            long left = timeout.toNanos();
            while (acknowledged < wanted && left > 0) {
                left = changed.awaitNanos(left);
            }
            return acknowledged >= wanted;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<RouterMetrics> metrics() {
        lock.lock();
        try {
            return Optional.ofNullable(metrics);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean told = false;
        while (!closed()) {
            try (SocketChannel channel = SocketChannel.open(control)) {
                locked(() -> connection = channel);
                LOG.log(System.Logger.Level.INFO, "router connected");
                told = false;
                Thread.ofVirtual().name("router-feed-acks").start(() -> readAcknowledgements(channel));
                send(channel);
            } catch (IOException failure) {
                if (!told && !closed()) {
                    LOG.log(System.Logger.Level.WARNING, "router not reachable: {0}", failure.getMessage());
                }
                told = true;
            } catch (InterruptedException _) {
                return;
            }
            pause();
        }
    }

    private void send(SocketChannel channel) throws IOException, InterruptedException {
        Publication sent = null;
        while (true) {
            Publication next = await(sent);
            FeedMessage message = sent == null
                    ? FeedMessage.Snapshot.of(next.version, next.table)
                    : new FeedMessage.Change(next.version, next.table.since(sent.table));
            write(channel, message);
            sent = next;
        }
    }

    private record Publication(long version, RouteTable table) {}

    /// The newest publication once it differs from what was sent, or the same one again when a beat is due.
    private Publication await(Publication sent) throws InterruptedException, IOException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(BEAT_MILLIS);
            while (desired == null || (sent != null && sent.version == version && left > 0)) {
                requireConnection();
                if (desired == null) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            requireConnection();
            return new Publication(version, desired);
        } finally {
            lock.unlock();
        }
    }

    private void requireConnection() throws IOException {
        if (closed || connection == null) {
            throw new IOException("connection closed");
        }
    }

    private static void write(SocketChannel channel, FeedMessage message) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(message.line());
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    private void readAcknowledgements(SocketChannel channel) {
        try (BoundedLines lines = new BoundedLines(Channels.newInputStream(channel), LONGEST_ANSWER)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (FeedMessage.parse(line) instanceof FeedMessage.Acknowledgement answer) {
                    take(channel, answer);
                }
            }
        } catch (IOException | IllegalArgumentException failure) {
            LOG.log(System.Logger.Level.DEBUG, "router connection ended", failure);
        }
        locked(() -> lost(channel));
    }

    /// A router that comes back may hold an older table from its disk until it got the snapshot.
    private void lost(SocketChannel channel) {
        if (connection == channel) {
            connection = null;
            acknowledged = -1;
        }
    }

    private void take(SocketChannel channel, FeedMessage.Acknowledgement answer) {
        locked(() -> {
            if (connection == channel) {
                acknowledged = Math.max(acknowledged, answer.version());
                metrics = answer.metrics();
            }
        });
    }

    private void pause() {
        lock.lock();
        try {
            if (!closed) {
                long _ = changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
            }
        } catch (InterruptedException _) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        locked(() -> closed = true);
    }
}
