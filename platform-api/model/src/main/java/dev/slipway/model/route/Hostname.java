package dev.slipway.model.route;

import java.util.Locale;
import java.util.regex.Pattern;

/// A DNS name a route answers on, lower case, at most 253 characters, no wildcard, no port (RFC 1123).
public record Hostname(String value) {
    private static final int LONGEST_LABEL = 63;
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*");

    public Hostname {
        value = value.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("\"" + value + "\" is no host name");
        }
    }

    /// `<application>-<project>.<apps domain>`, with as much of the application's name as one label of 63 characters
    /// holds. project is at most 61 characters long.
    public static Hostname generated(String application, String project, String appsDomain) {
        String shortened =
                application.substring(0, Math.min(application.length(), LONGEST_LABEL - 1 - project.length()));
        return new Hostname(shortened.replaceAll("-+$", "") + "-" + project + "." + appsDomain);
    }

    @Override
    public String toString() {
        return value;
    }
}
