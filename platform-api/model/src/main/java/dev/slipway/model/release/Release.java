package dev.slipway.model.release;

import dev.slipway.model.application.ProcessSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// An immutable, numbered snapshot of image, environment, resources and probes. replicas inside processes are
/// those at the time and not used again: scale is live. imageDigest is that of its manifest once it is stored,
/// imageGoneAt when its removal was ordered; null until then.
public record Release(
        UUID id,
        UUID projectId,
        UUID applicationId,
        int version,
        String imageId,
        String imageDigest,
        Instant imageGoneAt,
        Integer build,
        String builder,
        String commit,
        List<Variable> environment,
        Map<String, ProcessSpec> processes,
        boolean readOnlyRoot,
        String cause,
        String createdBy,
        Instant createdAt) {

    /// One name of the environment, where its value comes from, and for a secret its version, else null.
    public record Variable(String name, String origin, Integer secretVersion) {}
}
