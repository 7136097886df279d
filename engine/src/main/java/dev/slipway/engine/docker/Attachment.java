package dev.slipway.engine.docker;

import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Exit;
import dev.slipway.engine.Streams.Sink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/// A container's input and output while it runs: one thread feeds, one drains, the caller waits.
final class Attachment {
    private static final int CHUNK = 64 << 10;

    private final EngineStream stream;
    private final String container;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    Attachment(EngineStream stream, String container) {
        this.stream = stream;
        this.container = container;
    }

    /// input null means none; exitCode is asked when the output has ended. Returns the exit code.
    int await(InputStream input, Sink sink, IntSupplier exitCode, Duration limit) {
        Thread feeder = Thread.ofVirtual().name("feed-" + container).start(() -> feed(input));
        try {
            return await(new FrameDecoder(sink), exitCode, limit);
        } finally {
            feeder.interrupt();
        }
    }

    /// The same for a stream that takes no input.
    int await(FrameDecoder frames, IntSupplier exitCode, Duration limit) {
        Thread.ofVirtual().name("drain-" + container).start(() -> drain(frames, exitCode));
        try {
            return Exit.await(ended, container, limit);
        } finally {
            stream.close();
        }
    }

    private void feed(InputStream input) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int count = read(input, chunk); count >= 0; count = read(input, chunk)) {
                stream.write(ByteBuffer.wrap(chunk, 0, count));
            }
            stream.endInput();
        } catch (BrokenInput e) {
            // Never half-close here: the container would take a torn input for a whole one.
            ended.completeExceptionally(new EngineException(
                    Kind.FAILED, "the input of " + container + " broke off: " + e.getMessage(), e.getCause()));
        } catch (IOException _) {
            // It ended without reading all of its input, which is its own affair; its exit code tells.
        }
    }

    private static int read(InputStream input, byte[] chunk) throws BrokenInput {
        try {
            return input == null ? -1 : input.read(chunk);
        } catch (IOException e) {
            throw new BrokenInput(e);
        }
    }

    private void drain(FrameDecoder frames, IntSupplier exitCode) {
        try {
            for (ByteBuffer bytes = stream.next(); bytes != null; bytes = stream.next()) {
                frames.accept(bytes);
            }
            ended.complete(exitCode.getAsInt());
        } catch (IOException e) {
            ended.completeExceptionally(EngineFaults.unanswered("follow container " + container, e));
        } catch (RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    private static final class BrokenInput extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenInput(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
