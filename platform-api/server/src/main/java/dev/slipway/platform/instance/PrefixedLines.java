package dev.slipway.platform.instance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Mixes several logs into one output: whole lines only, each after its prefix. One of these per log; writers of
/// the same output take turns.
final class PrefixedLines extends OutputStream {
    private static final int LONGEST_LINE = 64 * 1024;

    private final byte[] prefix;
    private final OutputStream out;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    PrefixedLines(String prefix, OutputStream out) {
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        this.out = out;
    }

    @Override
    public void write(int single) {
        begun.write(single);
        if (single == '\n' || begun.size() >= LONGEST_LINE) {
            endLine();
        }
    }

    private void endLine() {
        lines.writeBytes(prefix);
        lines.writeBytes(begun.toByteArray());
        begun.reset();
    }

    /// Hands on the lines that are whole.
    @Override
    public void flush() throws IOException {
        if (lines.size() > 0) {
            synchronized (out) {
                lines.writeTo(out);
                out.flush();
            }
            lines.reset();
        }
    }

    /// Ends a line that was begun; the output itself stays open.
    @Override
    public void close() throws IOException {
        if (begun.size() > 0) {
            write('\n');
        }
        flush();
    }
}
