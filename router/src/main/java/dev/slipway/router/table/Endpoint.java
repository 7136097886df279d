package dev.slipway.router.table;

import java.util.Objects;

/// Where an instance listens: an IP address (never a name, so that nothing is resolved per request) and a port
/// from 1 to 65535.
public record Endpoint(String address, int port) {

    public Endpoint {
        Objects.requireNonNull(address, "address");
        if (address.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not an endpoint: " + address + ":" + port);
        }
    }

    /// Reads `10.208.0.4:8080` or `[fd00::4]:8080`; IllegalArgumentException for anything else.
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not an endpoint: " + text);
        }
        String address = text.substring(0, colon);
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        return new Endpoint(
                bracketed ? address.substring(1, address.length() - 1) : address,
                Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return address.indexOf(':') < 0 ? address + ":" + port : "[" + address + "]:" + port;
    }
}
