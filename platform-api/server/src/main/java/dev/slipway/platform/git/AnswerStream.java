package dev.slipway.platform.git;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// The body of an answer, written packet by packet; remembers that the client has gone, and can give a sign of life
/// between two packets.
final class AnswerStream extends FilterOutputStream {
    /// An empty packet of the progress band: git shows nothing for it.
    private static final byte[] SIGN_OF_LIFE = "0005\u0002".getBytes(StandardCharsets.US_ASCII);

    private final BooleanSupplier gone;
    private long lastWrite = System.nanoTime();
    private boolean broken;

    /// gone tells what the stream below may not: some servers swallow what is written to a closed connection.
    AnswerStream(OutputStream out, BooleanSupplier gone) {
        super(out);
        this.gone = gone;
    }

    @Override
    public synchronized void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            if (gone.getAsBoolean()) {
                throw new IOException("the client has gone");
            }
            out.write(bytes, offset, length);
            lastWrite = System.nanoTime();
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw e;
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw e;
        }
    }

    synchronized void signOfLife() throws IOException {
        write(SIGN_OF_LIFE, 0, SIGN_OF_LIFE.length);
        flush();
    }

    synchronized long silentNanos() {
        return System.nanoTime() - lastWrite;
    }

    synchronized boolean isBroken() {
        return broken;
    }
}
