package dev.slipway.build.pipeline;

import dev.slipway.model.build.StageLine;
import dev.slipway.model.log.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last 20 lines of a build's output, but for those that say where its stages begin and end, without colours and
/// other control characters, for people to read.
final class LastLines {
    private static final int LINES = 20;
    private static final int LONGEST = 500;

    private final Deque<String> lines = new ArrayDeque<>();

    /// text holds bytes as ISO 8859-1 characters, whole lines as a rule.
    synchronized void add(String text) {
        new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .lines()
                .forEach(this::addLine);
    }

    private void addLine(String line) {
        String plain = PlainText.of(line, LONGEST);
        if (plain.isBlank() || StageLine.begins(plain) || StageLine.ends(plain)) {
            return;
        }
        lines.addLast(plain);
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
