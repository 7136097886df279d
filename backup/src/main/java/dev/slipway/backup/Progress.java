package dev.slipway.backup;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/// Says on standard error every few seconds how far it has come.
final class Progress {
    private static final long PERIOD = Duration.ofSeconds(3).toNanos();

    private final String done;
    private long bytes;
    private long told = System.nanoTime();

    private Progress(String done) {
        this.done = done;
    }

    private void add(long more) {
        bytes += more;
        long now = System.nanoTime();
        if (now - told > PERIOD) {
            told = now;
            System.err.printf("slipway:   %d MB %s%n", bytes / 1_000_000, done);
        }
    }

    static final class Output extends FilterOutputStream {
        private final Progress progress = new Progress("written");

        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            progress.add(length);
        }
    }

    static final class Input extends FilterInputStream {
        private final Progress progress = new Progress("read");

        Input(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            progress.add(Math.max(read, 0));
            return read;
        }
    }
}
