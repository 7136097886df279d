package dev.slipway.scheduler.rollout;

/// Why the scheduler stops an instance; kept with the instance.
public enum StopReason {
    SCALED_DOWN,
    /// Another release shall run.
    REPLACED,
    /// Somebody asked for a restart after it was made.
    RESTARTED,
    /// Its node is being drained.
    DRAINED,
    STOPPED,
    DELETED
}
