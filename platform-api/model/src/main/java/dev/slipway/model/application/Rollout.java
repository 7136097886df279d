package dev.slipway.model.application;

import java.time.Duration;

/// How instances are replaced. maxSurge and maxUnavailable are not both 0; percentages are of the instances wanted and
/// are rounded as Kubernetes does: surge up, unavailable down, and where that leaves no way to replace anything one
/// may be unavailable. deadline 10 s to 2 h.
public record Rollout(Strategy strategy, Share maxSurge, Share maxUnavailable, Duration deadline) {

    public enum Strategy {
        /// New instances start beside the old, which go when the new are ready.
        ROLLING,
        /// The old stop first; there is a gap.
        RECREATE
    }

    public static final Rollout DEFAULT =
            new Rollout(Strategy.ROLLING, Share.percentage(25), Share.count(0), Duration.ofMinutes(5));

    /// How many instances there may be above those wanted.
    public int surge(int wanted) {
        return maxSurge.roundedUp(wanted);
    }

    /// How many of those wanted may be missing.
    public int unavailable(int wanted) {
        int down = maxUnavailable.roundedDown(wanted);
        return down == 0 && surge(wanted) == 0 ? 1 : down;
    }
}
