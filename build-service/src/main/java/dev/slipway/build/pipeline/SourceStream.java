package dev.slipway.build.pipeline;

import dev.slipway.model.fault.KillPoint;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The platform's source on its way into a container, watched: did it break off?
final class SourceStream extends FilterInputStream {
    private static final int END_OF_ARCHIVE = 1024;

    private volatile String failure;
    private long zeros;

    SourceStream(InputStream source) {
        super(source);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int read = super.read(bytes, offset, length);
            if (read < 0 && zeros < END_OF_ARCHIVE) {
                throw new IOException("the source ended before its end");
            }
            if (read < 0) {
                KillPoint.SOURCE_FETCHED.reached();
            }
            count(bytes, offset, read);
            return read;
        } catch (IOException e) {
            failure = e.getMessage() == null ? e.toString() : e.getMessage();
            throw e;
        }
    }

    private void count(byte[] bytes, int offset, int read) {
        for (int i = offset + read - 1; i >= offset; i--) {
            if (bytes[i] != 0) {
                zeros = offset + read - 1L - i;
                return;
            }
        }
        zeros += Math.max(0, read);
    }

    /// Why it broke off, or null.
    String failure() {
        return failure;
    }
}
