package dev.slipway.platform.forge;

import dev.slipway.model.build.BuildState;
import java.time.Duration;
import java.time.Instant;

/// What a forge was told of one build, and what was tried: told and tried are states, null for none
/// yet; tries counts those for the state tried, nextAt is when the next one may be. Pure.
record Standing(BuildState told, BuildState tried, int tries, Instant nextAt) {
    static final Standing NONE = new Standing(null, null, 0, Instant.EPOCH);
    static final int MOST = 10;
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(1);

    /// Whether the state of the build is to be told now. Another state than the one that was tried gets
    /// its own tries, at once.
    boolean due(BuildState now, Instant time) {
        return now != told && (now != tried || tries < MOST && !time.isBefore(nextAt));
    }

    Standing after(BuildState sent) {
        return new Standing(sent, sent, 0, nextAt);
    }

    /// lasting says that another try would end as this one did.
    Standing failed(BuildState sent, boolean lasting, Instant time) {
        int failures = sent == tried ? tries + 1 : 1;
        Duration pause = FIRST.multipliedBy(1L << Math.min(failures - 1, 20));
        return new Standing(
                told, sent, lasting ? MOST : failures, time.plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST));
    }
}
