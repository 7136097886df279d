package dev.slipway.router.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which headers pass, and which the router sets. What a client says about where it comes from is replaced, never
/// appended to; underscores count as hyphens, for many servers read them so.
final class HeaderRules {
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final Set<String> NEVER_FROM_CLIENTS = Set.of(
            "expect",
            "host",
            "proxy",
            "forwarded",
            "x-real-ip",
            "x-remote-user",
            "x-request-id",
            "http2-settings",
            "slipway-reason");

    private static final Set<String> NEVER_FROM_BACKENDS = Set.of("slipway-reason", "x-request-id", "proxy-connection");

    private HeaderRules() {}

    /// What the backend shall know about the client. scheme is http or https, clientAddress an IP address, port
    /// the router's own.
    record Origin(String scheme, String authority, String clientAddress, int port, String requestId) {}

    static void toBackend(MultiMap from, MultiMap to, Origin origin) {
        Set<String> named = namedByConnection(from);
        from.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT).replace('_', '-');
            if (!HOP_BY_HOP.contains(lower) && !named.contains(lower) && !isOurs(lower)) {
                to.add(name, value);
            }
        });
        // A client must not take away by "Connection: Content-Length" what frames its own body.
        if (named.contains("content-length") && from.contains(HttpHeaders.CONTENT_LENGTH)) {
            to.set(HttpHeaders.CONTENT_LENGTH, from.get(HttpHeaders.CONTENT_LENGTH));
        }
        to.set(HttpHeaders.HOST, origin.authority());
        to.set("X-Forwarded-For", origin.clientAddress());
        to.set("X-Forwarded-Host", origin.authority());
        to.set("X-Forwarded-Port", Integer.toString(origin.port()));
        to.set("X-Forwarded-Proto", origin.scheme());
        to.set("Forwarded", forwarded(origin));
        to.set("X-Request-Id", origin.requestId());
    }

    private static boolean isOurs(String lower) {
        return NEVER_FROM_CLIENTS.contains(lower) || lower.startsWith("x-forwarded-") || lower.startsWith("x-ssl-");
    }

    /// RFC 7239: an IPv6 address stands in brackets and quotes.
    private static String forwarded(Origin origin) {
        String address = origin.clientAddress();
        String node = address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
        return "for=" + node + ";host=\"" + origin.authority() + "\";proto=" + origin.scheme();
    }

    static void toClient(MultiMap from, MultiMap to, String requestId) {
        Set<String> named = namedByConnection(from);
        from.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(lower) && !named.contains(lower) && !NEVER_FROM_BACKENDS.contains(lower)) {
                to.add(name, value);
            }
        });
        if (named.contains("content-length") && from.contains(HttpHeaders.CONTENT_LENGTH)) {
            to.set(HttpHeaders.CONTENT_LENGTH, from.get(HttpHeaders.CONTENT_LENGTH));
        }
        to.set("X-Request-Id", requestId);
    }

    /// True for a WebSocket handshake; other upgrades (h2c) are not passed on, which RFC 9110 7.8 allows.
    static boolean asksForWebSocket(MultiMap headers) {
        return "websocket".equalsIgnoreCase(headers.get(HttpHeaders.UPGRADE))
                && namedByConnection(headers).contains("upgrade");
    }

    static boolean hasBody(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return headers.contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private static Set<String> namedByConnection(MultiMap headers) {
        List<String> values = headers.getAll(HttpHeaders.CONNECTION);
        if (values.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : values) {
            for (String name : value.split(",")) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
