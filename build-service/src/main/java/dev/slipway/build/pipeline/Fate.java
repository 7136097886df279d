package dev.slipway.build.pipeline;

/// What has befallen a build from outside.
enum Fate {
    /// Nothing: it goes on.
    NONE,
    /// Somebody asked to cancel it.
    CANCELLED,
    /// The platform no longer counts us as its holder.
    LOST,
    /// This node is stopping, or its engine is away; another claim will begin anew.
    STOPPED,
    /// It wrote more than it may.
    DISK_FULL,
    /// Its time is over while its image is stored.
    LATE
}
