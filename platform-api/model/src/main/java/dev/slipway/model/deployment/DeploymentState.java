package dev.slipway.model.deployment;

/// Where a deployment stands. Terminal states never change.
public enum DeploymentState {
    /// Asked for, not yet acted on.
    PENDING,
    /// Instances are being replaced.
    ROLLING,
    /// Every wanted instance runs the release and is ready.
    SUCCEEDED,
    /// The release did not get ready; the previous one was put back.
    FAILED,
    /// Stopped by somebody or by a newer deployment.
    CANCELLED;

    public boolean terminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}
