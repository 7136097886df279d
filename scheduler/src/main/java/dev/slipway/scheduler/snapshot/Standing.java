package dev.slipway.scheduler.snapshot;

/// Whether an application shall run at all.
public enum Standing {
    ACTIVE,
    /// Its owner stopped it: deployments still succeed, with nothing to run.
    STOPPED,
    /// It or its project is in the trash or on its way out.
    DELETED
}
