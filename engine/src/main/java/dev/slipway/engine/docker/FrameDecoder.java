package dev.slipway.engine.docker;

import dev.slipway.engine.Streams.Sink;
import java.nio.ByteBuffer;

/// Takes apart the engine's stream of frames: one byte that says which output (2 is the error output), three empty
/// ones, four of length (big endian), then so many bytes. Hands on what is there at once, without waiting for the
/// rest of a frame.
final class FrameDecoder {
    private static final int HEADER = 8;
    private static final byte ERROR_OUTPUT = 2;
    /// Longer lines the engine keeps in pieces of this size.
    private static final int PIECE = 16 << 10;
    private static final byte[] LINE_END = {'\n'};

    private final Sink sink;
    private final boolean log;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private boolean error;
    private boolean inTime;
    private long length;
    private long left;

    /// For what a container says just now.
    FrameDecoder(Sink sink) {
        this(sink, false);
    }

    private FrameDecoder(Sink sink, boolean log) {
        this.sink = sink;
        this.log = log;
    }

    /// For what the engine's log says again, with its times: a frame is the time, a space, and a line or a piece of
    /// one; the last piece of a long line comes without its end. The times are left out.
    static FrameDecoder ofLog(Sink sink) {
        return new FrameDecoder(sink, true);
    }

    /// Consumes all of bytes, which must have an array.
    void accept(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (left == 0) {
                readHeader(bytes);
            } else {
                readFrame(bytes);
            }
        }
    }

    private void readFrame(ByteBuffer bytes) {
        while (inTime && left > 0 && bytes.hasRemaining()) {
            inTime = bytes.get() != ' ';
            length--;
            left--;
        }
        int count = (int) Math.min(left, bytes.remaining());
        if (count > 0) {
            sink.accept(error, bytes.array(), bytes.arrayOffset() + bytes.position(), count);
            bytes.position(bytes.position() + count);
            left -= count;
        }
        if (left == 0) {
            endFrame(bytes.get(bytes.position() - 1));
        }
    }

    private void endFrame(byte last) {
        if (log && last != '\n' && length < PIECE) {
            sink.accept(error, LINE_END, 0, 1);
        }
    }

    private void readHeader(ByteBuffer bytes) {
        while (header.hasRemaining() && bytes.hasRemaining()) {
            header.put(bytes.get());
        }
        if (!header.hasRemaining()) {
            error = header.get(0) == ERROR_OUTPUT;
            length = Integer.toUnsignedLong(header.getInt(4));
            left = length;
            inTime = log;
            header.clear();
        }
    }
}
