package dev.slipway.engine.docker;

import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// One exchange with the engine whose answer goes on for as long as it likes, on a connection of its own.
/// The client library cannot tell a broken input from its end when it half-closes, and counts log times in whole
/// seconds; both matter here.
final class EngineStream implements Closeable {
    private static final int LARGEST_HEAD = 16 << 10;
    private static final int CHUNK = 64 << 10;

    private final SocketChannel channel;
    private String head = "";
    // What has been read and not yet handed on; in reading mode.
    private final ByteBuffer ahead = ByteBuffer.allocate(CHUNK).limit(0);

    private EngineStream(SocketChannel channel) {
        this.channel = channel;
    }

    /// GET: the answer's body follows, unframed, until the engine closes. doing is for the error message.
    static EngineStream get(Path socket, String target, String doing) {
        // In HTTP/1.0 a body of unknown length comes as it is and ends with the connection.
        return open(socket, "GET " + target + " HTTP/1.0\r\nHost: engine\r\n\r\n", doing);
    }

    /// POST and take over the connection: both directions are the container's from here on.
    static EngineStream takeOver(Path socket, String target, String doing) {
        return open(
                socket,
                "POST " + target + " HTTP/1.1\r\nHost: engine\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                        + "Content-Length: 0\r\n\r\n",
                doing);
    }

    /// POST with an input of any length as its body; the answer's body follows. An answer against the request or its
    /// body (status 400 or 500) is left to the caller. An input that breaks off fails it: EngineException of
    /// kind FAILED.
    static EngineStream send(Path socket, String target, String type, InputStream input, String doing) {
        return open(
                socket,
                "POST " + target + " HTTP/1.1\r\nHost: engine\r\nConnection: close\r\nContent-Type: " + type
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n",
                input,
                doing);
    }

    private static EngineStream open(Path socket, String request, String doing) {
        return open(socket, request, null, doing);
    }

    private static EngineStream open(Path socket, String request, InputStream input, String doing) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            EngineStream stream = new EngineStream(channel);
            stream.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            if (input != null) {
                stream.writeChunks(input, doing);
            }
            stream.head = stream.readHead();
            int status = stream.status();
            if (status != 101 && status != 200 && (input == null || status != 400 && status != 500)) {
                throw EngineFaults.fault(status, doing, stream.remainder(), null);
            }
            return stream;
        } catch (IOException e) {
            close(channel);
            throw EngineFaults.unanswered(doing, e);
        } catch (RuntimeException e) {
            close(channel);
            throw e;
        }
    }

    /// An engine that refuses the request early takes no more of it; its answer says why.
    private void writeChunks(InputStream input, String doing) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int count = read(input, chunk, doing); count >= 0; count = read(input, chunk, doing)) {
                if (count > 0) {
                    write(ascii(Integer.toHexString(count) + "\r\n"));
                    write(ByteBuffer.wrap(chunk, 0, count));
                    write(ascii("\r\n"));
                }
            }
            write(ascii("0\r\n\r\n"));
        } catch (ClosedByInterruptException e) {
            throw EngineFaults.unanswered(doing, e);
        } catch (IOException _) {
            // The head that follows tells, or its absence.
        }
    }

    private static int read(InputStream input, byte[] chunk, String doing) {
        try {
            return input.read(chunk);
        } catch (IOException e) {
            throw new EngineException(
                    Kind.FAILED, "the engine could not " + doing + ": its input broke off: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// Of the answer.
    int status() {
        return Integer.parseInt(head.substring(9, 12));
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LARGEST_HEAD) {
            if (!ahead.hasRemaining() && !fill()) {
                throw new IOException("the engine closed the connection");
            }
            head.append((char) (ahead.get() & 0xff));
            if (head.length() > 12 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
                return head.toString();
            }
        }
        throw new IOException("the engine's answer is no HTTP");
    }

    private boolean fill() throws IOException {
        ahead.clear();
        int read = channel.read(ahead);
        ahead.flip();
        return read >= 0;
    }

    private String remainder() {
        return StandardCharsets.UTF_8.decode(ahead).toString().strip();
    }

    /// What came next, for reading, or null at the end. Valid until the next call.
    ByteBuffer next() throws IOException {
        return ahead.hasRemaining() || fill() ? ahead : null;
    }

    /// Returns when the other side has ended it; what it says until then is heard by nobody.
    void awaitEnd() throws IOException {
        while (next() != null) {
            ahead.position(ahead.limit());
        }
    }

    /// The rest of the answer as a stream; not to be mixed with {@link #next}.
    InputStream body() {
        boolean chunked = head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked\r\n");
        return chunked ? new ChunkedBody(raw()) : raw();
    }

    private InputStream raw() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (next() == null) {
                    return -1;
                }
                int count = Math.min(length, ahead.remaining());
                ahead.get(bytes, offset, count);
                return count;
            }
        };
    }

    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Tells the other side that no more input comes; its output goes on.
    void endInput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // Nothing to lose: a connection that cannot be closed is gone.
        }
    }
}
