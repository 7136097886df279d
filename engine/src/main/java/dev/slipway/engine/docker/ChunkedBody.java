package dev.slipway.engine.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The body of an answer that comes in chunks (RFC 9112, 7.1). One that ends before its last chunk broke off.
final class ChunkedBody extends InputStream {
    private static final int LONGEST_LINE = 1024;
    private static final int HEX = 16;

    private final InputStream chunks;
    private long left;
    private boolean begun;
    private boolean ended;

    ChunkedBody(InputStream chunks) {
        this.chunks = chunks;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && !ended) {
            next();
        }
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        int read = chunks.read(bytes, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException("the engine's answer broke off");
        }
        left -= read;
        return read;
    }

    private void next() throws IOException {
        if (begun) {
            line();
        }
        begun = true;
        try {
            left = Long.parseLong(line().split(";")[0].strip(), HEX);
        } catch (NumberFormatException e) {
            throw new IOException("the engine's answer is no HTTP", e);
        }
        ended = left == 0;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = chunks.read(); next != '\n'; next = chunks.read()) {
            if (next < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("the engine's answer broke off");
            }
            line.append((char) next);
        }
        return line.toString();
    }
}
