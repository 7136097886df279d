package dev.slipway.console.log;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of a log, as pieces of plain text with at most one style each. Of the escape sequences (ECMA-48) only
/// colours and weight are kept, as names of a closed list; all others, and characters that are not to be seen or that
/// turn the direction of what follows, are left out.
public record LogLine(List<Piece> pieces) {
    /// Longer lines are cut.
    public static final int LONGEST = 10_000;

    private static final String CUT = " … (cut after " + LONGEST + " characters)";
    private static final Pattern ESCAPE = Pattern.compile("\\x1b(?:\\[([0-9;:?<=>]*)[ -/]*([@-~])?"
            + "|[\\]PX^_][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?|[ -/]*[0-~]?)|\\x9b[0-9;:?]*[@-~]?");
    private static final Pattern UNSEEN = Pattern.compile(
            "[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]");
    private static final List<String> COLOURS =
            List.of("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white");

    public record Piece(String style, String text) {}

    public static LogLine of(String line) {
        String shown = afterReturns(line);
        String text = shown.length() > LONGEST ? shown.substring(0, LONGEST) + CUT : shown;
        List<Piece> pieces = new ArrayList<>();
        String style = "";
        int from = 0;
        Matcher escape = ESCAPE.matcher(text);
        while (escape.find()) {
            add(pieces, style, text.substring(from, escape.start()));
            style = "m".equals(escape.group(2)) ? style(style, escape.group(1)) : style;
            from = escape.end();
        }
        add(pieces, style, text.substring(from));
        return new LogLine(List.copyOf(pieces));
    }

    /// A progress bar writes its line again and again; what counts is what stands there in the end.
    private static String afterReturns(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        return line.substring(line.lastIndexOf('\r', end - 1) + 1, end);
    }

    private static void add(List<Piece> pieces, String style, String text) {
        String plain = UNSEEN.matcher(text).replaceAll("");
        if (!plain.isEmpty()) {
            pieces.add(new Piece(style, plain));
        }
    }

    /// Select Graphic Rendition, ECMA-48 8.3.117: one of eight colours, bold, or nothing.
    private static String style(String before, String parameters) {
        String style = before;
        String[] codes = parameters.split("[;:]", -1);
        for (int i = 0; i < codes.length && i < 16; i++) {
            int code = codes[i].isEmpty() ? 0 : codes[i].matches("\\d{1,3}") ? Integer.parseInt(codes[i]) : -1;
            if (code == 38 || code == 48) {
                break;
            }
            style = style(style, code);
        }
        return style;
    }

    private static String style(String before, int code) {
        if (code == 0 || code == 39) {
            return "";
        }
        if (code >= 30 && code <= 37 || code >= 90 && code <= 97) {
            return COLOURS.get(code % 10);
        }
        return code == 1 && before.isEmpty() ? "bold" : before;
    }
}
