package dev.slipway.build.pipeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes credentials out of URLs: `https://user:password@host` becomes `https://redacted@host`.
final class Redaction {
    private static final int LONGEST = 3 + 200 + 1 + 500;
    private static final Pattern CREDENTIALS = Pattern.compile("://[^/\\s:@]{0,200}:[^/\\s@]{1,500}@");
    /// The same at the end of a text, cut off anywhere.
    private static final Pattern BEGUN = Pattern.compile(":(?:/(?:/[^/\\s:@]{0,200}(?::[^/\\s@]{0,500})?)?)?\\z");

    private Redaction() {}

    static String of(String text) {
        return text.contains("://") ? CREDENTIALS.matcher(text).replaceAll("://redacted@") : text;
    }

    /// How much of the beginning of a text can be redacted by itself, whatever follows.
    static int settled(CharSequence text) {
        int from = Math.max(0, text.length() - LONGEST);
        Matcher begun = BEGUN.matcher(text).region(from, text.length());
        return begun.find() ? begun.start() : text.length();
    }
}
