package dev.slipway.build.pipeline;

import dev.slipway.model.build.StageTiming;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Runs the steps of one build under their names and times each, also the one that fails.
final class Stages {
    private final Watch watch;
    private final List<StageTiming> timings = new ArrayList<>();

    Stages(Watch watch) {
        this.watch = watch;
    }

    <T> T run(String name, Supplier<T> step) {
        watch.stage(name);
        Instant startedAt = Instant.now();
        long from = System.nanoTime();
        try {
            return step.get();
        } finally {
            timings.add(new StageTiming(
                    name, startedAt, Duration.ofNanos(System.nanoTime() - from).toMillis()));
        }
    }

    List<StageTiming> timings() {
        return List.copyOf(timings);
    }
}
