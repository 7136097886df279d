package dev.slipway.build.pipeline;

import java.util.regex.Pattern;

/// Takes credentials out of URLs: `https://user:password@host` becomes `https://redacted@host`.
final class Redaction {
    private static final Pattern CREDENTIALS =
            Pattern.compile("(\\b[A-Za-z][A-Za-z0-9+.-]{0,20}://)[^/\\s:@]{0,200}:[^/\\s@]{1,500}@");

    private Redaction() {}

    static String of(String text) {
        return text.contains("://") ? CREDENTIALS.matcher(text).replaceAll("$1redacted@") : text;
    }
}
