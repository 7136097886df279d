package dev.slipway.model.build;

/// Where a build stands. Terminal states never change.
public enum BuildState {
    /// Waits for a node to claim it.
    QUEUED,
    /// A node holds its lease and works on it.
    RUNNING,
    /// Its image exists and a release is made of it.
    SUCCEEDED,
    /// Ended by itself with a reason.
    FAILED,
    /// Ended because somebody asked.
    CANCELLED;

    public boolean terminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}
