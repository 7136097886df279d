package dev.slipway.node.router.feed;

import dev.slipway.node.router.table.LiveRoutes;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/// The router's end of the feed: a unix socket only its user and group (0660) and root may write to. A new
/// connection takes the place of the one before, for an agent that restarts knows better than its dead self.
public final class ControlSocket implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ControlSocket.class.getName());

    private final Path path;
    private final ServerSocketChannel server;
    private final LiveRoutes routes;
    private final Supplier<RouterMetrics> metrics;
    private SocketChannel current;

    private ControlSocket(Path path, ServerSocketChannel server, LiveRoutes routes, Supplier<RouterMetrics> metrics) {
        this.path = path;
        this.server = server;
        this.routes = routes;
        this.metrics = metrics;
    }

    /// Replaces a socket file a dead router left behind. IOException when the directory is not writable.
    public static ControlSocket open(Path path, LiveRoutes routes, Supplier<RouterMetrics> metrics) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
        ControlSocket socket = new ControlSocket(path, server, routes, metrics);
        Thread.ofVirtual().name("router-control").start(socket::accept);
        return socket;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                takeOver(channel);
                Thread.ofVirtual().name("router-control-feed").start(() -> serve(channel));
            } catch (IOException failure) {
                if (server.isOpen()) {
                    LOG.log(System.Logger.Level.WARNING, "control socket: {0}", failure.getMessage());
                }
            }
        }
    }

    private synchronized void takeOver(SocketChannel channel) {
        close(current);
        current = channel;
    }

    private void serve(SocketChannel channel) {
        try (channel;
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long version = apply(channel, FeedMessage.parse(line));
                answer(channel, new FeedMessage.Acknowledgement(version, metrics.get()));
            }
        } catch (IOException | IllegalArgumentException failure) {
            LOG.log(System.Logger.Level.INFO, "feed connection ended: {0}", failure.getMessage());
        }
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
            case FeedMessage.Acknowledgement _ -> throw new IOException("a feed does not acknowledge");
        };
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
    public void close() throws IOException {
        server.close();
        takeOver(null);
        Files.deleteIfExists(path);
    }
}
