package dev.slipway.router.feed;

import dev.slipway.router.table.LiveRoutes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/// The router's end of the feed: a unix socket only its user and group (0660) and root may write to. A new
/// connection takes the place of the one before, for an agent that restarts knows better than its dead self. A
/// router that takes this one's place says so here as well: from then on nothing else is listened to.
public final class ControlSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ControlSocket.class.getName());

    private enum Role {
        SERVING,
        HOLDING,
        RETIRED
    }

    private final Path path;
    private final LiveRoutes routes;
    private final Supplier<RouterMetrics> metrics;
    private final Succession succession;
    private ServerSocketChannel server;
    private SocketChannel current;
    private Role role = Role.SERVING;
    private boolean closed;

    private ControlSocket(Path path, LiveRoutes routes, Supplier<RouterMetrics> metrics, Succession succession) {
        this.path = path;
        this.routes = routes;
        this.metrics = metrics;
        this.succession = succession;
    }

    /// Takes the place of a socket that a dead router, or one that holds still, has there. IOException when the
    /// directory is not writable.
    public static ControlSocket open(
            Path path, LiveRoutes routes, Supplier<RouterMetrics> metrics, Succession succession) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        ControlSocket socket = new ControlSocket(path, routes, metrics, succession);
        socket.bind();
        return socket;
    }

    /// Beside its place first, so that whoever connects meets one of the two routers.
    private synchronized void bind() throws IOException {
        Path next = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(next);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(next));
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-rw----"));
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        ServerSocketChannel bound = server;
        Thread.ofVirtual().name("router-control").start(() -> accept(bound));
    }

    private void accept(ServerSocketChannel server) {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                Thread.ofVirtual().name("router-control-feed").start(() -> serve(channel));
            } catch (IOException failure) {
                if (server.isOpen()) {
                    LOG.log(System.Logger.Level.WARNING, "control socket: {0}", failure.getMessage());
                }
            }
        }
    }

    private synchronized void takeOver(SocketChannel channel) {
        if (role == Role.SERVING) {
            close(current);
            current = channel;
        } else {
            close(channel);
        }
    }

    private void serve(SocketChannel channel) {
        try (channel;
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            // Not before it has something to say: its rival reconnects at once.
            if (line != null) {
                takeOver(channel);
            }
            for (; line != null; line = lines.readLine()) {
                long version = apply(channel, FeedMessage.parse(line));
                answer(channel, new FeedMessage.Acknowledgement(version, metrics.get()));
            }
        } catch (IOException | IllegalArgumentException failure) {
            LOG.log(System.Logger.Level.INFO, "feed connection ended: {0}", failure.getMessage());
        }
        ended(channel);
    }

    private synchronized long apply(SocketChannel channel, FeedMessage message) throws IOException {
        if (current != channel) {
            throw new IOException("another feed has taken over");
        }
        return switch (message) {
            case FeedMessage.Snapshot snapshot -> {
                routes.replace(snapshot.table());
                yield snapshot.version();
            }
            case FeedMessage.Change change -> {
                routes.apply(change.change());
                yield change.version();
            }
            case FeedMessage.Succession next -> {
                succeed(next.step());
                yield 0;
            }
            case FeedMessage.Acknowledgement _ -> throw new IOException("a feed does not acknowledge");
        };
    }

    private void succeed(FeedMessage.Step step) throws IOException {
        switch (step) {
            case HOLD -> {
                role = Role.HOLDING;
                server.close();
                succession.begins();
            }
            case RETIRE -> {
                role = Role.RETIRED;
                succession.serves();
            }
        }
    }

    private synchronized void ended(SocketChannel channel) {
        if (current != channel || role != Role.HOLDING || closed) {
            return;
        }
        LOG.log(System.Logger.Level.WARNING, "the router that was to take over has ended; this one goes on");
        role = Role.SERVING;
        try {
            succession.brokenOff();
            bind();
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.ERROR, "the control socket is gone: routes no longer change", failure);
        }
    }

    private static void answer(SocketChannel channel, FeedMessage message) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(message.line());
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.DEBUG, "closing a feed connection", failure);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        server.close();
        close(current);
        // Otherwise it is the successor's.
        if (role == Role.SERVING) {
            Files.deleteIfExists(path);
        }
    }
}
