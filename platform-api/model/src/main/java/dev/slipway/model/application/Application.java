package dev.slipway.model.application;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// The deployable unit a developer owns. builder null means detected at each build; currentRelease null means that
/// nothing was deployed yet. version counts configuration; observedVersion is the one the scheduler has acted on;
/// buildVersion counts what builds depend on, imageVersion is the buildVersion the current image was made with.
public record Application(
        UUID id,
        UUID projectId,
        String name,
        Settings settings,
        boolean paused,
        boolean stopped,
        Integer currentRelease,
        long imageVersion,
        long buildVersion,
        long version,
        long observedVersion,
        Instant createdAt,
        Instant deletedAt,
        boolean purge) {

    /// What a developer configures.
    public record Settings(
            Source source,
            String builder,
            Map<String, ProcessSpec> processes,
            Rollout rollout,
            BuildSettings build,
            boolean readOnlyRoot) {}
}
