package dev.slipway.build.pipeline;

import dev.slipway.model.build.StageLine;
import dev.slipway.model.build.StageLine.End;
import dev.slipway.model.build.StageTiming;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Runs the steps of one build under their names, and times each, also the one that fails. The log has a line where
/// one begins and one where it ends, except where another process goes on with it.
final class Stages {
    private final Watch watch;
    private final LogShipper log;
    private final List<StageTiming> timings;

    /// before are those that an earlier process ran.
    Stages(Watch watch, LogShipper log, List<StageTiming> before) {
        this.watch = watch;
        this.log = log;
        this.timings = new ArrayList<>(before);
    }

    <T> T run(String name, Supplier<T> step) {
        return resume(name, begin(name), step);
    }

    void run(String name, Runnable step) {
        run(name, () -> {
            step.run();
            return null;
        });
    }

    /// Begins a step that {@link #resume} will run. Returns when that was.
    Instant begin(String name) {
        watch.stage(name);
        log.line(StageLine.begun(name));
        return Instant.now();
    }

    /// A step that began at that time, perhaps in an earlier process.
    <T> T resume(String name, Instant startedAt, Supplier<T> step) {
        watch.stage(name);
        Duration before = Duration.between(startedAt, Instant.now());
        long from = System.nanoTime();
        try {
            T result = step.get();
            ended(name, startedAt, before.plusNanos(System.nanoTime() - from), Optional.of(End.DONE));
            return result;
        } catch (RuntimeException failure) {
            ended(name, startedAt, before.plusNanos(System.nanoTime() - from), end(failure));
            throw failure;
        }
    }

    /// Empty where another process may go on with it: that one says how it ended.
    private Optional<End> end(RuntimeException failure) {
        return switch (watch.fate()) {
            case LOST, STOPPED -> Optional.empty();
            case CANCELLED, DISK_FULL, LATE -> Optional.of(End.STOPPED);
            case NONE ->
                BuildPipeline.brokenOff(failure) || Thread.currentThread().isInterrupted()
                        ? Optional.empty()
                        : Optional.of(End.FAILED);
        };
    }

    private void ended(String name, Instant startedAt, Duration took, Optional<End> end) {
        timings.add(new StageTiming(name, startedAt, took.toMillis()));
        end.ifPresent(how -> log.line(StageLine.ended(name, took.toMillis(), how)));
    }

    List<StageTiming> timings() {
        return List.copyOf(timings);
    }
}
