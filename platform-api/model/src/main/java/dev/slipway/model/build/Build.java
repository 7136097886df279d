package dev.slipway.model.build;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// One run turning source into an image. Fields that do not apply yet are null: commit until it is found, and for a
/// build of an archive, which archive tells instead.
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
        LogLine firstError,
        String next,
        Trigger trigger,
        Commit commit,
        Archive archive,
        String builder,
        String imageId,
        Integer release,
        List<StageTiming> stages,
        Instant queuedAt,
        Instant startedAt,
        Instant finishedAt) {

    /// Which archive a build is made from: the SHA-256 of what is kept of it, in hexadecimal digits, and the bytes of
    /// its
    /// files.
    public record Archive(String digest, long size) {}

    /// What asked for the build, and who; cause says why a loop did, and is null otherwise.
    public record Trigger(String kind, String by, String cause) {}
}
