package dev.slipway.platform.build;

import dev.slipway.model.build.BuildLogs;
import dev.slipway.platform.http.EventStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/// One build's log as events: `line` for each line, `stage` when the build has entered another one. Every event's id
/// says where it ended, so that a reader that comes back with it gets the rest, each line once.
final class BuildLogEvents implements BuildLogs.Sink {
    private static final int LONGEST_LINE = 64 << 10;
    private static final long LOOK_NANOS = 500_000_000;

    private final EventStream stream;
    private final Supplier<String> stage;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long position;
    private String told;
    private long lookedAt = System.nanoTime() - LOOK_NANOS;

    /// stage gives the present one, null for none.
    BuildLogEvents(EventStream stream, LogPosition from, Supplier<String> stage) {
        this.stream = stream;
        this.stage = stage;
        this.position = from.bytes();
        this.told = from.stage();
    }

    /// Where the next event begins.
    LogPosition position() {
        return new LogPosition(position, told);
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) throws IOException {
        if (stream.over()) {
            throw new ReaderGone();
        }
        tellStage();
        for (int i = offset; i < offset + length; i++) {
            line.write(bytes[i]);
            if (bytes[i] == '\n' || line.size() >= LONGEST_LINE) {
                tellLine();
            }
        }
        stream.rest();
    }

    private void tellStage() throws IOException {
        if (System.nanoTime() - lookedAt < LOOK_NANOS) {
            return;
        }
        lookedAt = System.nanoTime();
        String now = stageNow();
        if (now != null && !now.equals(told)) {
            told = now;
            stream.send(position().toString(), "stage", now);
        }
    }

    private String stageNow() throws IOException {
        try {
            return stream.patiently(stage);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("the stream was cut off").initCause(e);
        }
    }

    private void tellLine() throws IOException {
        position += line.size();
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        stream.send(position().toString(), "line", text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    /// A last line without its end is a line too.
    void end() throws IOException {
        if (line.size() > 0) {
            tellLine();
        }
    }

    /// Ends the reading of a log whose reader is gone.
    static final class ReaderGone extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
