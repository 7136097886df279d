package dev.slipway.model.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of a Git repository: `http`, `https`, `ssh` or `file`, read strictly into its parts.
/// Nothing is decoded and nothing of it ever becomes an argument of a program here. user is null but for
/// `ssh`; host is null for `file`; port is -1 for the scheme's own. path begins with a slash, but for
/// `user@host:path`, where it is below the user's home. Whether the address may be reached is not judged
/// here.
public record GitUrl(String scheme, String user, String host, int port, String path) {
    private static final int LONGEST = 1000;
    private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(.*)");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:]{2,39}]|[^:\\[\\]]+)(?::([0-9]{1,5}))?");
    private static final Pattern LOGIN = Pattern.compile("([^:/@]*)@([^:/@]+):(?!/{2})([^?#]+)");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([-A-Za-z0-9_]{0,61}[A-Za-z0-9_])?");
    /// The one form of it that everybody reads the same: `127.1`, `0x7f.1` and `0177.0.0.1` are read in many ways.
    private static final Pattern IPV4 = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})(?:\\.(?!$)|$)){4}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~+,=@:%-]+)+/?");
    private static final Pattern ESCAPE = Pattern.compile("%(..?|$)");

    /// Throws IllegalArgumentException with what is wrong with it, to be read after the name of the field.
    public static GitUrl parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException("must have 1 to " + LONGEST + " characters");
        }
        if (!text.chars().allMatch(character -> character > 0x20 && character < 0x7f)) {
            throw new IllegalArgumentException(
                    "must be plain ASCII without spaces; write a host with other letters as xn--…");
        }
        Matcher login = LOGIN.matcher(text);
        if (login.matches()) {
            return ssh(login.group(1), login.group(2), login.group(3));
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "must be a URL such as https://host/path.git or ssh://git@host/path.git");
        }
        if (!form.group(4).isEmpty()) {
            throw new IllegalArgumentException(
                    "must have neither a query nor a fragment; the ref is a field of its own");
        }
        return switch (form.group(1).toLowerCase(Locale.ROOT)) {
            case "http" -> remote("http", form.group(2), path(form.group(3)));
            case "https" -> remote("https", form.group(2), path(form.group(3)));
            case "ssh" -> ssh(form.group(2), path(form.group(3)));
            case "file" -> local(form.group(2), path(form.group(3)));
            default -> throw new IllegalArgumentException("must begin with https://, http:// or ssh://");
        };
    }

    private static GitUrl ssh(String authority, String path) {
        int at = authority.indexOf('@');
        GitUrl plain = remote("ssh", authority.substring(at + 1), path);
        return new GitUrl("ssh", user(at < 0 ? null : authority.substring(0, at)), plain.host, plain.port, path);
    }

    /// `user@host:path`
    private static GitUrl ssh(String user, String host, String path) {
        if (!host(host)) {
            throw new IllegalArgumentException("has no valid host");
        }
        boolean below = !path.startsWith("/");
        if (path.startsWith("-") || path.startsWith("~")) {
            throw new IllegalArgumentException("must not have a path that begins with " + path.charAt(0));
        }
        return new GitUrl(
                "ssh",
                user(user),
                host.toLowerCase(Locale.ROOT),
                -1,
                below ? path("/" + path).substring(1) : path(path));
    }

    private static String user(String user) {
        if (user == null || !USER.matcher(user).matches()) {
            throw new IllegalArgumentException(
                    "must name the user and no password, such as ssh://git@host/path.git or git@host:path.git");
        }
        return user;
    }

    private static GitUrl remote(String scheme, String authority, String path) {
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("must not hold a user name or a password");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches() || !host(parts.group(1))) {
            throw new IllegalArgumentException("has no valid host");
        }
        int port = parts.group(2) == null ? -1 : Integer.parseInt(parts.group(2));
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException("has no valid port");
        }
        return new GitUrl(scheme, null, parts.group(1).toLowerCase(Locale.ROOT), port, path);
    }

    private static boolean host(String host) {
        if (host.startsWith("[")) {
            return true;
        }
        String[] labels = host.split("\\.", -1);
        return host.length() <= 253
                && Arrays.stream(labels).allMatch(label -> LABEL.matcher(label).matches())
                && (!Character.isDigit(labels[labels.length - 1].charAt(0))
                        || IPV4.matcher(host).matches());
    }

    private static GitUrl local(String authority, String path) {
        if (!authority.isEmpty()) {
            throw new IllegalArgumentException("must be file:///path, without a host");
        }
        return new GitUrl("file", null, null, -1, path);
    }

    private static String path(String path) {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "must name a repository by a path of letters, digits and . _ ~ + , = @ : % -");
        }
        if (Arrays.stream(path.split("/")).anyMatch(segment -> segment.equals(".") || segment.equals(".."))) {
            throw new IllegalArgumentException("must not have . or .. in its path");
        }
        ESCAPE.matcher(path).results().forEach(escape -> checkEscape(escape.group(1)));
        return path;
    }

    /// Only of what cannot be mistaken for a separator, a dot or a control character once somebody decodes it.
    private static void checkEscape(String digits) {
        if (!digits.matches("[0-9A-Fa-f]{2}")) {
            throw new IllegalArgumentException("has a % that is not followed by two hexadecimal digits");
        }
        int value = Integer.parseInt(digits, 16);
        if (value < 0x20 || value == 0x7f || "./\\%".indexOf(value) >= 0) {
            throw new IllegalArgumentException("must not have %" + digits + " in its path");
        }
    }

    /// Whether it leads to this machine's disk.
    public boolean isFile() {
        return scheme.equals("file");
    }

    /// Whether it is spoken to by HTTP.
    public boolean isWeb() {
        return scheme.equals("https") || scheme.equals("http");
    }

    public boolean isSsh() {
        return scheme.equals("ssh");
    }

    @Override
    public String toString() {
        if (isSsh() && !path.startsWith("/")) {
            return user + "@" + host + ":" + path;
        }
        return scheme + "://" + (user == null ? "" : user + "@") + (host == null ? "" : host)
                + (port < 0 ? "" : ":" + port) + path;
    }
}
