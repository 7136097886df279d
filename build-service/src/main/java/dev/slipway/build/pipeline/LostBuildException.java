package dev.slipway.build.pipeline;

/// The platform no longer counts this node as the build's holder: drop the build, say nothing more about it.
public final class LostBuildException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LostBuildException(String message) {
        super(message);
    }
}
