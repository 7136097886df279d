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
    private final List<StageTiming> timings;

    /// before are those that an earlier process ran.
    Stages(Watch watch, List<StageTiming> before) {
        this.watch = watch;
        this.timings = new ArrayList<>(before);
    }

    <T> T run(String name, Supplier<T> step) {
        return resume(name, Instant.now(), step);
    }

    void run(String name, Runnable step) {
        run(name, () -> {
            step.run();
            return null;
        });
    }

    /// A step that began at that time.
    <T> T resume(String name, Instant startedAt, Supplier<T> step) {
        watch.stage(name);
        Duration before = Duration.between(startedAt, Instant.now());
        long from = System.nanoTime();
        try {
            return step.get();
        } finally {
            Duration took = before.plusNanos(System.nanoTime() - from);
            timings.add(new StageTiming(name, startedAt, took.toMillis()));
        }
    }

    List<StageTiming> timings() {
        return List.copyOf(timings);
    }
}
