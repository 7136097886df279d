package dev.slipway.model.log;

import java.util.regex.Pattern;

/// Text that others wrote, on its way to somebody's terminal, page or log: one line, no control characters, no
/// escape sequences (ECMA-48), nothing that is not to be seen or that turns the direction of what follows.
public final class PlainText {
    private static final Pattern ESCAPES =
            Pattern.compile("\u001B(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(\u0007|\u001B\\\\)?|.?)");
    private static final Pattern CONTROLS =
            Pattern.compile("[\\p{Cntrl}&&[^\t]]|[\u0080-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]");

    private PlainText() {}

    /// At most the given number of characters.
    public static String of(String text, int longest) {
        String cut = text.length() > longest ? text.substring(0, longest) : text;
        return line(cut);
    }

    /// The whole of it.
    public static String line(String text) {
        return CONTROLS.matcher(ESCAPES.matcher(text).replaceAll("")).replaceAll("");
    }
}
