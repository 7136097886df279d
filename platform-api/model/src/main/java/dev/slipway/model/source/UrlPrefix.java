package dev.slipway.model.source;

import java.util.regex.Pattern;

/// The URLs of one host, or those below a path of it: exactly this scheme, host and port, and whole
/// parts of the path. `https://host/team` holds `https://host/team/shop.git` and not
/// `https://host/teams`; whether a repository is written with `.git` makes no difference, nor, for ssh,
/// whose account is used and whether a path is below its home. path is "" for the whole host and never
/// ends with a slash; port is never -1.
public record UrlPrefix(String scheme, String host, int port, String path) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int SSH = 22;
    private static final Pattern WHOLE_HOST = Pattern.compile("[^:]*://[^/?#]*");

    /// Throws IllegalArgumentException with what is wrong with it, to be read after the name of the field.
    public static UrlPrefix parse(String text) {
        String plain = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        boolean whole = WHOLE_HOST.matcher(plain).matches();
        GitUrl url = GitUrl.parse(anybody(whole ? plain + "/x" : plain));
        if (url.isFile()) {
            throw new IllegalArgumentException("must begin with https://, http:// or ssh://");
        }
        return new UrlPrefix(url.scheme(), url.host(), port(url), whole ? "" : repository(url.path()));
    }

    /// Whose account is used is said by the URL of a repository, not here.
    private static String anybody(String text) {
        return text.startsWith("ssh://") && text.indexOf('@') < 0
                ? "ssh://x@" + text.substring("ssh://".length())
                : text;
    }

    /// Whether the URL is one of these.
    public boolean covers(GitUrl url) {
        String asked = repository(url.path());
        return isAt(url) && (path.isEmpty() || asked.equals(path) || asked.startsWith(path + "/"));
    }

    /// Whether the URL has the same scheme, host and port.
    public boolean isAt(GitUrl url) {
        return scheme.equals(url.scheme()) && host.equals(url.host()) && port == port(url);
    }

    private static int port(GitUrl url) {
        return url.port() >= 0 ? url.port() : usual(url.scheme());
    }

    private static int usual(String scheme) {
        return switch (scheme) {
            case "https" -> HTTPS;
            case "ssh" -> SSH;
            default -> HTTP;
        };
    }

    private static String repository(String path) {
        String whole = path.startsWith("/") ? path : "/" + path;
        return whole.replaceFirst("/$", "").replaceFirst("(?<=[^/])(\\.git)+$", "");
    }

    @Override
    public String toString() {
        return scheme + "://" + host + (port == usual(scheme) ? "" : ":" + port) + (path.isEmpty() ? "/" : path);
    }
}
