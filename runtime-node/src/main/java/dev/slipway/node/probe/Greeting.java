package dev.slipway.node.probe;

/// What became of a first request. SILENT means that nothing came within 5 s, CLOSED that the connection ended before a
/// byte.
public enum Greeting {
    ANSWERED,
    SILENT,
    CLOSED,
    REFUSED
}
