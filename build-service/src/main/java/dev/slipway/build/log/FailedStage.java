package dev.slipway.build.log;

import dev.slipway.model.build.LogLine;
import dev.slipway.model.build.StageLine;
import dev.slipway.model.log.PlainText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Reads a build's log and keeps the last lines of the stage that failed; of a log that does not say where stages
/// begin, its last lines.
final class FailedStage {
    private static final int MOST = 2000;
    private static final int LONGEST = 500;
    /// A character has four bytes at most.
    private static final int LONGEST_BYTES = 4 * LONGEST;

    private final Deque<LogLine> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean over;
    private int number;
    private long position;
    private long begun;

    void accept(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            position++;
            if (bytes[i] == '\n') {
                add();
            } else if (line.size() < LONGEST_BYTES) {
                line.write(bytes[i]);
            }
        }
    }

    private void add() {
        number++;
        String text = PlainText.of(line.toString(StandardCharsets.UTF_8), LONGEST);
        if (StageLine.begins(text)) {
            over = false;
            lines.clear();
        } else if (StageLine.ends(text)) {
            over = StageLine.endsWithFailure(text);
            if (!over) {
                lines.clear();
            }
        } else if (!over) {
            keep(new LogLine(number, begun, text));
        }
        line.reset();
        begun = position;
    }

    private void keep(LogLine kept) {
        lines.addLast(kept);
        if (lines.size() > MOST) {
            lines.removeFirst();
        }
    }

    List<LogLine> lines() {
        return List.copyOf(lines);
    }
}
