package dev.slipway.platform.git;

import java.util.regex.Pattern;

/// Text that others wrote, on its way to somebody's terminal or log: one line, no control characters, no escape
/// sequences.
public final class PlainText {
    private static final Pattern ESCAPES =
            Pattern.compile("\u001B(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(\u0007|\u001B\\\\)?|.?)");
    private static final Pattern CONTROLS =
            Pattern.compile("[\\p{Cntrl}&&[^\t]]|[\u0080-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]");

    private PlainText() {}

    /// At most the given number of characters.
    public static String of(String text, int longest) {
        String cut = text.length() > longest ? text.substring(0, longest) : text;
        return line(cut);
    }

    static String line(String text) {
        return CONTROLS.matcher(ESCAPES.matcher(text).replaceAll("")).replaceAll("");
    }
}
