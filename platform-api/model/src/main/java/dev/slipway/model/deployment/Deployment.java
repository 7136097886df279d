package dev.slipway.model.deployment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// The act of making a release current. cause, evidence and next (what to do) are set when it failed.
public record Deployment(
        UUID id,
        UUID projectId,
        UUID applicationId,
        int number,
        int release,
        Integer previous,
        DeploymentState state,
        String strategy,
        Integer rolledBackTo,
        Cause cause,
        List<String> evidence,
        String next,
        String createdBy,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt) {

    public record Cause(String code, String message) {}
}
