package dev.slipway.platform.node;

import java.util.List;

/// Words that come from an application's output by way of its node, made fit for a row: no NUL (PostgreSQL has no
/// place for it) and bounded.
final class Told {
    private static final int LONGEST = 2000;
    private static final int MOST_LINES = 50;

    private Told() {}

    /// At most 2000 characters; null stays null.
    static String text(String words) {
        if (words == null) {
            return null;
        }
        String clean = words.replace("\u0000", "");
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST);
    }

    /// The last 50 lines; null becomes none.
    static List<String> lines(List<String> lines) {
        if (lines == null) {
            return List.of();
        }
        return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()).stream()
                .map(line -> line == null ? "" : text(line))
                .toList();
    }
}
