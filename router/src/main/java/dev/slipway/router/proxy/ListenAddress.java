package dev.slipway.router.proxy;

/// An IP address and a port to listen on, with TLS or without; port 0 takes a free one.
record ListenAddress(String host, int port, boolean tls) {
    ListenAddress(String host, int port) {
        this(host, port, false);
    }
}
