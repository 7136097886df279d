package dev.slipway.model.source;

import dev.slipway.model.build.FailureReason;
import java.util.List;

/// A source could not be brought here: one reason from the closed list, a sentence for the user, lines as evidence.
public final class SourceFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureReason reason;
    private final transient List<String> evidence;

    public SourceFailure(FailureReason reason, String message, List<String> evidence) {
        super(message);
        this.reason = reason;
        this.evidence = List.copyOf(evidence);
    }

    public SourceFailure(FailureReason reason, String message) {
        this(reason, message, List.of());
    }

    public FailureReason reason() {
        return reason;
    }

    public List<String> evidence() {
        return evidence;
    }
}
