package dev.slipway.console.visitor;

import java.net.URI;
import java.util.Set;

/// The cookies of the console at the address a browser came to. Secure ones have the prefix `__Host-`, which no
/// neighbouring host can plant; they need https, or localhost, which browsers trust as well.
public record Cookies(boolean secure) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Lax";

    /// host is the request's Host, with or without a port.
    static Cookies at(URI platform, String host) {
        String name = host == null ? "" : host.replaceFirst(":\\d+$", "");
        return new Cookies(LOOPBACK.contains(name)
                || "https".equals(platform.getScheme()) && name.equalsIgnoreCase(platform.getHost()));
    }

    String session() {
        return secure ? "__Host-sid" : "sid";
    }

    /// Who has not signed in yet has one too, for the form token of the sign-in.
    String guest() {
        return secure ? "__Host-guest" : "guest";
    }

    public String signedIn(String session) {
        return set(session(), session);
    }

    public String signedOut() {
        return session() + "=" + ATTRIBUTES + (secure ? "; Secure" : "") + "; Max-Age=0";
    }

    public String guest(String value) {
        return set(guest(), value);
    }

    private String set(String name, String value) {
        return name + "=" + value + ATTRIBUTES + (secure ? "; Secure" : "");
    }
}
