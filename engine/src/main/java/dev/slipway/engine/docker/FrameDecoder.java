package dev.slipway.engine.docker;

import dev.slipway.engine.Streams.Sink;
import java.nio.ByteBuffer;

/// Takes apart the engine's stream of frames: one byte that says which output (2 is the error output), three empty
/// ones, four of length (big endian), then so many bytes. Hands on what is there at once, without waiting for the
/// rest of a frame.
final class FrameDecoder {
    private static final int HEADER = 8;
    private static final byte ERROR_OUTPUT = 2;

    private final Sink sink;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private boolean error;
    private long left;

    FrameDecoder(Sink sink) {
        this.sink = sink;
    }

    /// Consumes all of bytes, which must have an array.
    void accept(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (left == 0) {
                readHeader(bytes);
            } else {
                int count = (int) Math.min(left, bytes.remaining());
                sink.accept(error, bytes.array(), bytes.arrayOffset() + bytes.position(), count);
                bytes.position(bytes.position() + count);
                left -= count;
            }
        }
    }

    private void readHeader(ByteBuffer bytes) {
        while (header.hasRemaining() && bytes.hasRemaining()) {
            header.put(bytes.get());
        }
        if (!header.hasRemaining()) {
            error = header.get(0) == ERROR_OUTPUT;
            left = Integer.toUnsignedLong(header.getInt(4));
            header.clear();
        }
    }
}
