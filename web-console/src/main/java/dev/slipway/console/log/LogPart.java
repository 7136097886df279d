package dev.slipway.console.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The end of a log as a page shows it: at most {@link #MOST} lines, the first of them numbered first; end is the
/// number of bytes up to the last line's end.
public record LogPart(List<LogLine> lines, long first, long end) {
    public static final int MOST = 2_000;

    private static final int LONGEST_LINE = 64 << 10;

    /// Reads to the end and closes. With whole, a line that has no end yet is left for later.
    public static LogPart of(InputStream log, boolean whole) {
        try (log) {
            return new Reading(whole).read(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean cut() {
        return first > 1;
    }

    /// Of the line at that place of those shown.
    public long number(int index) {
        return first + index;
    }

    public boolean shows(long line) {
        return line >= first && line < first + lines.size();
    }

    public boolean empty() {
        return lines.isEmpty();
    }

    private static final class Reading {
        private final boolean whole;
        private final Deque<String> kept = new ArrayDeque<>();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private long count;
        private long end;

        Reading(boolean whole) {
            this.whole = whole;
        }

        LogPart read(InputStream log) throws IOException {
            byte[] buffer = new byte[LONGEST_LINE];
            for (int length = log.read(buffer); length >= 0; length = log.read(buffer)) {
                take(buffer, length);
            }
            if (line.size() > 0 && !whole) {
                keep();
            }
            return new LogPart(kept.stream().map(LogLine::of).toList(), count - kept.size() + 1, end);
        }

        private void take(byte[] buffer, int length) {
            for (int i = 0; i < length; i++) {
                if (buffer[i] == '\n') {
                    end++;
                    keep();
                } else {
                    line.write(buffer[i]);
                    if (line.size() >= LONGEST_LINE) {
                        keep();
                    }
                }
            }
        }

        private void keep() {
            end += line.size();
            count++;
            kept.addLast(line.toString(StandardCharsets.UTF_8));
            line.reset();
            if (kept.size() > MOST) {
                kept.removeFirst();
            }
        }
    }
}
