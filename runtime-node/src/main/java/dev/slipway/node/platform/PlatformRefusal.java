package dev.slipway.node.platform;

/// The platform answered with a status of 400 or above.
public final class PlatformRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String body;

    public PlatformRefusal(String call, int status, String body) {
        super(call + " was answered " + status + (body.isBlank() ? "" : ": " + body));
        this.status = status;
        this.body = body;
    }

    /// The HTTP status, 400 to 599.
    public int status() {
        return status;
    }

    /// What the answer carried, at most its first 4 KiB.
    public String body() {
        return body;
    }
}
