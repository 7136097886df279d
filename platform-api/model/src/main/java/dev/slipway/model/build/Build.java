package dev.slipway.model.build;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// One run turning source into an image. Fields that do not apply yet are null.
public record Build(
        UUID id,
        UUID projectId,
        UUID applicationId,
        int number,
        BuildState state,
        String stage,
        String reason,
        String message,
        List<String> evidence,
        String next,
        Trigger trigger,
        Commit commit,
        String builder,
        String imageId,
        Integer release,
        List<StageTiming> stages,
        Instant queuedAt,
        Instant startedAt,
        Instant finishedAt) {

    /// What asked for the build, and who.
    public record Trigger(String kind, String by) {}
}
