package dev.slipway.router.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a request says it wants to go. authority is the Host header as sent; host is its name in lower case
/// without port; uri is in origin form (`/path?query`), ASCII only.
record Destination(String authority, String host, String uri) {
    private static final int MAX_HOST = 255;

    /// Empty when the request names no host, several, a wrong one, or a target that is no path (RFC 9112 3.2).
    static Optional<Destination> of(List<String> hosts, String target) {
        if (hosts.size() != 1) {
            return Optional.empty();
        }
        String authority = hosts.getFirst();
        String host = nameOf(authority);
        String uri = originForm(target, authority);
        return host == null || uri == null || uri.isEmpty()
                ? Optional.empty()
                : Optional.of(new Destination(authority, host, uri));
    }

    /// The uri up to its query.
    String path() {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private static String nameOf(String authority) {
        int colon = authority.startsWith("[") ? authority.indexOf(':', authority.indexOf(']')) : authority.indexOf(':');
        String name = colon < 0 ? authority : authority.substring(0, colon);
        if (name.isEmpty() || name.length() > MAX_HOST || !(colon < 0 || isPort(authority, colon + 1))) {
            return null;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isHostCharacter(name.charAt(i))) {
                return null;
            }
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isPort(String authority, int from) {
        int digits = authority.length() - from;
        return digits >= 1
                && digits <= 5
                && authority.chars().skip(from).allMatch(character -> character >= '0' && character <= '9');
    }

    private static boolean isHostCharacter(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || "-._[]:".indexOf(character) >= 0;
    }

    private static String originForm(String target, String authority) {
        if (target.startsWith("/")) {
            return ascii(target);
        }
        String prefix = "http://" + authority;
        if (!target.regionMatches(true, 0, prefix, 0, prefix.length())) {
            return null;
        }
        String rest = target.substring(prefix.length());
        if (rest.isEmpty() || rest.startsWith("?")) {
            return ascii("/" + rest);
        }
        return rest.startsWith("/") ? ascii(rest) : null;
    }

    /// Bytes above ASCII, which browsers encode and other clients may not, are percent-encoded; null for controls.
    private static String ascii(String uri) {
        StringBuilder encoded = null;
        for (int i = 0; i < uri.length(); i++) {
            char character = uri.charAt(i);
            if (character <= ' ' || character == 0x7f || character > 0xff) {
                return null;
            }
            if (character > 0x7f && encoded == null) {
                encoded = new StringBuilder(uri.length() + 16).append(uri, 0, i);
            }
            if (encoded != null) {
                encoded.append(character > 0x7f ? "%%%02X".formatted((int) character) : String.valueOf(character));
            }
        }
        return encoded == null ? uri : encoded.toString();
    }
}
