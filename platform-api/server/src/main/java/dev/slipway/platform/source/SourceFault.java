package dev.slipway.platform.source;

import dev.slipway.model.build.FailureReason;
import java.io.IOException;

/// What this side refused, or what the server answered, on its way through a library that knows only I/O errors.
public final class SourceFault extends IOException {
    private static final long serialVersionUID = 1L;

    private final FailureReason reason;

    public SourceFault(FailureReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public FailureReason reason() {
        return reason;
    }
}
