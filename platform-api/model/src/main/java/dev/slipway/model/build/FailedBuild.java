package dev.slipway.model.build;

import java.util.List;

/// A build cannot go on, or could not with this source: one reason from the closed list, a sentence for the user,
/// lines as evidence.
public final class FailedBuild extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureReason reason;
    private final transient List<String> evidence;

    public FailedBuild(FailureReason reason, String message, List<String> evidence) {
        super(message);
        this.reason = reason;
        this.evidence = List.copyOf(evidence);
    }

    public FailedBuild(FailureReason reason, String message) {
        this(reason, message, List.of());
    }

    public FailureReason reason() {
        return reason;
    }

    public List<String> evidence() {
        return evidence;
    }
}
