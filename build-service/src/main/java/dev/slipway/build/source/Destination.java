package dev.slipway.build.source;

import java.util.regex.Pattern;

/// The directory inside a builder image below which `src` and `scripts` are unpacked; `/tmp` unless the image's
/// label says otherwise. An absolute path of plain names.
public record Destination(String path) {
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}){1,20}");
    public static final Destination DEFAULT = new Destination("/tmp");

    /// Throws IllegalArgumentException for anything else.
    public Destination {
        if (!PLAIN.matcher(path).matches()) {
            throw new IllegalArgumentException("the destination must be an absolute path of plain names");
        }
    }

    public String scripts() {
        return path + "/scripts";
    }

    /// As the names of tar entries begin: without the leading slash, with one at the end.
    String prefix() {
        return path.substring(1) + "/";
    }
}
