package dev.slipway.engine;

/// The engine refused or failed.
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What kind of failure, for those who can act on it.
    public enum Kind {
        UNREACHABLE,
        CONFLICT,
        IMAGE_MISSING,
        NOT_FOUND,
        TOO_LARGE,
        TIMEOUT,
        INTERRUPTED,
        FAILED
    }

    private final Kind kind;

    public EngineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
