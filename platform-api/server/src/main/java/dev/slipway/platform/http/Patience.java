package dev.slipway.platform.http;

import java.time.Duration;

/// How far and how long a request waits for what it starts; limit is at most {@link #LONGEST}.
public record Patience(Goal goal, Duration limit) {
    public static final Duration LONGEST = Duration.ofMinutes(10);

    public enum Goal {
        NOTHING,
        /// What was started has ended.
        DONE,
        /// And the rollout that follows from it has.
        READY
    }

    public boolean asked() {
        return goal != Goal.NOTHING;
    }
}
