package dev.slipway.platform.instance;

import java.io.ByteArrayOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Takes a log apart whose lines begin with the time they were written. A line of more than 16 KiB comes in pieces of
/// that length, each with its time, as engines keep it.
final class StampedLines extends OutputStream {
    private static final int LONGEST = 16 << 10;
    private static final int LONGEST_STAMP = 40;

    private final Line line;
    private final Flushable whole;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private Instant time;
    private boolean full;

    /// Takes one line, without its end.
    @FunctionalInterface
    interface Line {
        void accept(Instant time, String text) throws IOException;
    }

    StampedLines(Line line) {
        this(line, () -> {});
    }

    /// whole is flushed with this.
    StampedLines(Line line, Flushable whole) {
        this.line = line;
        this.whole = whole;
    }

    @Override
    public void flush() throws IOException {
        whole.flush();
    }

    @Override
    public void write(int single) throws IOException {
        if (full) {
            full = false;
            if (single == '\n') {
                return;
            }
        }
        if (time == null) {
            stamp(single);
        } else if (single == '\n') {
            hand();
        } else {
            text.write(single);
            if (text.size() == LONGEST) {
                hand();
                full = true;
            }
        }
    }

    private void stamp(int single) throws IOException {
        if (single != ' ') {
            text.write(single);
            if (text.size() > LONGEST_STAMP) {
                throw new IOException("lines without a time: the node is of an older version");
            }
            return;
        }
        try {
            time = Instant.parse(text.toString(StandardCharsets.US_ASCII));
        } catch (DateTimeParseException e) {
            throw new IOException("lines without a time: the node is of an older version", e);
        }
        text.reset();
    }

    private void hand() throws IOException {
        Instant written = time;
        String told = text.toString(StandardCharsets.UTF_8);
        time = null;
        text.reset();
        line.accept(written, told);
    }

    /// A last line without its end is a line too.
    @Override
    public void close() throws IOException {
        if (time != null) {
            hand();
        }
    }
}
