package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.StageTiming;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What a node must know of a build under way for its next process to go on with it. startedAt is when its time
/// began to run. logFrom is the length in bytes of the platform's log before the first word of the container that
/// assembles: from there on the next process tells everything again. assemblingSince is null until that container has
/// said that it has its whole input, and so is logFrom. stages are the timings of what was done before that, fetched
/// the names of the scripts that were downloaded.
public record HeldBuild(
        BuildOrder order,
        Instant startedAt,
        Long logFrom,
        Instant assemblingSince,
        List<StageTiming> stages,
        List<String> fetched) {

    public HeldBuild {
        stages = stages == null ? List.of() : List.copyOf(stages);
        fetched = fetched == null ? List.of() : List.copyOf(fetched);
    }

    static HeldBuild begun(BuildOrder order, Instant now) {
        return new HeldBuild(order, now, null, null, List.of(), List.of());
    }

    boolean delivered() {
        return assemblingSince != null;
    }

    /// No other process can go on with it any more.
    HeldBuild letGo() {
        return new HeldBuild(order, startedAt, logFrom, null, stages, fetched);
    }

    HeldBuild assembling(Instant since, List<StageTiming> before, long log) {
        return new HeldBuild(order, startedAt, log, since, new ArrayList<>(before), fetched);
    }

    HeldBuild fetched(Collection<String> scripts) {
        return new HeldBuild(order, startedAt, logFrom, assemblingSince, stages, List.copyOf(scripts));
    }
}
