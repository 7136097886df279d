package dev.slipway.router.proxy;

/// Whether the router has begun to stop: from then on every answer ends its connection.
final class Stopping {
    private volatile boolean begun;

    void begin() {
        begun = true;
    }

    boolean begun() {
        return begun;
    }
}
