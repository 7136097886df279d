package dev.slipway.node.platform;

/// No answer came from the platform: it is away, restarting, or the network is. Trying again later is right.
public final class PlatformUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlatformUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
