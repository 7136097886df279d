package dev.slipway.build.queue;

import dev.slipway.model.assignment.BuildProgress.Verdict;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Tells the holders of builds at once that they shall stop. Reads only: leases are renewed by heartbeats.
@Singleton
class RunningVerdicts {
    private final BuildQueue queue;
    private final Bell bell;

    RunningVerdicts(BuildQueue queue, Bell bell) {
        this.queue = queue;
        this.bell = bell;
    }

    /// Waits at most the given time for a request to cancel. Empty as soon as the build does not run under this epoch.
    Optional<Verdict> next(UUID build, int epoch, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            long seen = bell.count(Topic.BUILDS);
            Optional<Verdict> verdict = queue.verdict(build, epoch);
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (verdict.isEmpty() || verdict.get().cancelled() || !left.isPositive()) {
                return verdict;
            }
            try {
                bell.await(Topic.BUILDS, seen, left);
            } catch (InterruptedException _) {
                return verdict; // the platform ends
            }
        }
    }
}
