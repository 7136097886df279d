package dev.slipway.platform.git;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// The body of a Git request as the protocol reads it: unpacked, with an end to its length and to its patience.
final class RequestBody extends FilterInputStream {
    private static final int NONE = -2;

    private final long end;
    private long left;
    private int ahead = NONE;

    private RequestBody(InputStream in, long most, Duration deadline) {
        super(in);
        this.left = most;
        this.end = System.nanoTime() + deadline.toNanos();
    }

    /// encoding is the header Content-Encoding or null; most counts unpacked bytes. Throws UNSUPPORTED_TYPE.
    static RequestBody of(InputStream in, String encoding, long most, Duration deadline) throws IOException {
        return new RequestBody(
                switch (encoding == null ? "identity" : encoding.toLowerCase(Locale.ROOT)) {
                    case "identity" -> in;
                    case "gzip", "x-gzip" -> new GZIPInputStream(in, 8192);
                    default ->
                        throw PlatformException.of(
                                ErrorCode.UNSUPPORTED_TYPE,
                                "A body in this Content-Encoding is not taken.",
                                "Send it plain or as gzip.");
                },
                most,
                deadline);
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) <= 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (System.nanoTime() - end > 0) {
            throw new InterruptedIOException("the request took too long");
        }
        if (ahead != NONE && length > 0) {
            return giveAhead(bytes, offset);
        }
        int read = in.read(bytes, offset, length);
        left -= Math.max(read, 0);
        if (left < 0) {
            throw new IOException("the request is too long");
        }
        return read;
    }

    private int giveAhead(byte[] bytes, int offset) {
        if (ahead < 0) {
            return -1;
        }
        bytes[offset] = (byte) ahead;
        ahead = NONE;
        return 1;
    }

    /// 0 only at the end: JGit takes 0 for it, and an HTTP body says 0 when the network is slow.
    @Override
    public int available() throws IOException {
        if (ahead == NONE) {
            ahead = read();
        }
        return ahead < 0 ? 0 : 1;
    }

    @Override
    public long skip(long bytes) throws IOException {
        long skipped = 0;
        byte[] scratch = new byte[8192];
        while (skipped < bytes) {
            int read = read(scratch, 0, (int) Math.min(scratch.length, bytes - skipped));
            if (read < 0) {
                return skipped;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /// Reads and forgets what still comes, so that the client reads our answer instead of a broken connection.
    void drain() {
        try {
            while (skip(1 << 20) > 0) {}
        } catch (IOException _) {
            left = 0;
        }
    }
}
