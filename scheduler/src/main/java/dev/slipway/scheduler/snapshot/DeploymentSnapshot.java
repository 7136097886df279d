package dev.slipway.scheduler.snapshot;

import dev.slipway.model.application.Rollout;
import dev.slipway.model.deployment.DeploymentState;
import java.time.Instant;
import java.util.UUID;

/// The deployment under way (pending or rolling). failures counts the instances of its release that failed since it
/// was asked for. cancelledBy is who asked to stop it, null where nobody did or the name was not kept.
public record DeploymentSnapshot(
        UUID id,
        int number,
        int release,
        Rollout.Strategy strategy,
        DeploymentState state,
        Instant createdAt,
        Instant deadlineAt,
        boolean cancelRequested,
        String cancelledBy,
        int failures) {}
