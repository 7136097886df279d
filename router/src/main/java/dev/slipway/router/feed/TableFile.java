package dev.slipway.router.feed;

import dev.slipway.router.table.LiveRoutes;
import dev.slipway.router.table.RouteTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The router's last table on disk, so that it serves before its agent is back. Written whole and atomically, at
/// most ten times per second and never for more than a tenth of the time.
public final class TableFile implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(TableFile.class.getName());
    private static final long PAUSE_MILLIS = 100;
    private static final int PAUSE_PER_WRITE = 9;

    private final Path path;
    private final LiveRoutes routes;
    private final Semaphore changes = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread writer;

    private TableFile(Path path, LiveRoutes routes) {
        this.path = path;
        this.routes = routes;
        this.writer = Thread.ofVirtual().name("router-table").unstarted(this::run);
    }

    /// Loads what is there into the routes, then keeps the file up to date with them. An unreadable file is told
    /// and ignored: the agent's snapshot replaces it.
    public static TableFile follow(Path path, LiveRoutes routes) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        load(path).ifPresent(routes::replace);
        TableFile file = new TableFile(path, routes);
        routes.onChange(file.changes::release);
        file.writer.start();
        return file;
    }

    private static Optional<RouteTable> load(Path path) {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return FeedMessage.parse(Files.readString(path)) instanceof FeedMessage.Snapshot snapshot
                    ? Optional.of(snapshot.table())
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException failure) {
            LOG.log(System.Logger.Level.WARNING, "table file not readable: {0}", failure.getMessage());
            return Optional.empty();
        }
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                changes.acquire();
                changes.drainPermits();
                long began = System.nanoTime();
                save();
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                boolean _ = closing.await(Math.max(PAUSE_MILLIS, millis * PAUSE_PER_WRITE), TimeUnit.MILLISECONDS);
            }
            if (changes.tryAcquire()) {
                save();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void save() {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            byte[] line = FeedMessage.Snapshot.of(0, routes.table()).line();
            try (FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(line);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, "table file not written: {0}", failure.getMessage());
        }
    }

    /// Reads what another router writes there from now on, until the process ends. Only after close.
    public void watch() {
        Thread.ofVirtual().name("router-table-watch").start(this::reread);
    }

    private void reread() {
        FileTime read = FileTime.fromMillis(0);
        try {
            while (true) {
                FileTime written = Files.getLastModifiedTime(path);
                if (!written.equals(read)) {
                    load(path).ifPresent(routes::replace);
                    read = written;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, "the table on disk is no longer followed: {0}", failure.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Writes a last time when anything changed since.
    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        changes.release();
        writer.join();
    }
}
