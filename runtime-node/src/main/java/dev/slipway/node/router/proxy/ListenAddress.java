package dev.slipway.node.router.proxy;

/// An IP address and a port to listen on; port 0 takes a free one.
record ListenAddress(String host, int port) {}
