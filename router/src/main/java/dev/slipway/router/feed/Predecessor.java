package dev.slipway.router.feed;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The router that ran here before and runs still. It goes on serving until it is told to retire; when this
/// connection ends before, it takes everything back.
public final class Predecessor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Predecessor.class.getName());
    private static final int LONGEST_ANSWER = 64 << 10;

    private final SocketChannel channel;
    private final BoundedLines answers;

    private Predecessor(SocketChannel channel) {
        this.channel = channel;
        this.answers = new BoundedLines(Channels.newInputStream(channel), LONGEST_ANSWER);
    }

    /// Asks the router at the control socket to hold still, and waits for its answer for at most so long. Empty
    /// when nobody listens there; IOException when somebody does and does not hand over.
    public static Optional<Predecessor> find(Path control, Duration patience) throws IOException {
        if (!Files.exists(control)) {
            return Optional.empty();
        }
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(control));
        } catch (ConnectException _) {
            return Optional.empty();
        }
        Predecessor predecessor = new Predecessor(channel);
        predecessor.hold(patience);
        return Optional.of(predecessor);
    }

    private void hold(Duration patience) throws IOException {
        // Closing the connection is what ends a read that takes too long.
        CompletableFuture<Void> watch = CompletableFuture.runAsync(
                this::close, CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
        try {
            tell(FeedMessage.Step.HOLD);
            if (answers.next() == null) {
                throw new IOException("it ended the connection");
            }
        } catch (IOException failure) {
            close();
            throw new IOException("the router that runs does not hand over: " + failure.getMessage(), failure);
        } finally {
            watch.cancel(false);
        }
    }

    /// This router serves from now on; the other one finishes what it has begun and ends.
    public void retire() {
        try {
            tell(FeedMessage.Step.RETIRE);
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.WARNING, "the router that ran has ended by itself: {0}", failure.getMessage());
        }
    }

    private void tell(FeedMessage.Step step) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(new FeedMessage.Succession(step).line());
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // It is of no use any more either way.
        }
    }
}
