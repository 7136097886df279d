package dev.slipway.model.application;

import java.time.Duration;

/// How instances are replaced. maxSurge and maxUnavailable are counts of instances, 0 to 100, not both 0.
public record Rollout(Strategy strategy, int maxSurge, int maxUnavailable, Duration deadline) {

    public enum Strategy {
        /// New instances start beside the old, which go when the new are ready.
        ROLLING,
        /// The old stop first; there is a gap.
        RECREATE
    }

    public static final Rollout DEFAULT = new Rollout(Strategy.ROLLING, 1, 0, Duration.ofMinutes(5));
}
