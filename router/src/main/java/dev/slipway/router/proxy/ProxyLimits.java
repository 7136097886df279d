package dev.slipway.router.proxy;

import java.time.Duration;

/// How long the router waits for what. connect: for a backend's TCP connection; responseHead: from the end of the
/// request to the head of the response; requestHead: for a request's head once its first byte came, and for the
/// first request of a connection; body: between two pieces of a request's body, from the client and to the instance;
/// keepAlive: for the next request; idle: any silence at all, tunnels included; drain: for open requests when the
/// router stops, and for the next request of a connection when another router has taken over. In that case, too,
/// handshake: for connections half made, should a packet be lost; retire: for all connections, tunnels included.
public record ProxyLimits(
        Duration connect,
        Duration responseHead,
        Duration requestHead,
        Duration body,
        Duration keepAlive,
        Duration idle,
        Duration drain,
        Duration handshake,
        Duration retire) {

    /// Bytes of all header lines of a request together, and of a response.
    static final int HEADER_BYTES = 32 * 1024;

    static final int REQUEST_LINE_BYTES = 16 * 1024;

    /// Connections to one endpoint per event loop, and requests that wait for one: no application takes the
    /// router.
    static final int BACKEND_CONNECTIONS = 2_048;

    static final int BACKEND_QUEUE = 512;

    /// OpenShift's router's values, 30 s to drain, 5 min to retire.
    public static ProxyLimits standard() {
        return new ProxyLimits(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(300),
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofMinutes(5));
    }
}
