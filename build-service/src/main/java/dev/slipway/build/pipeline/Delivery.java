package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Hands an outcome to the platform, however long that is away, until it has it or the build is no longer ours.
final class Delivery {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final BuildOrders orders;
    private final Watch watch;

    Delivery(BuildOrders orders, Watch watch) {
        this.orders = orders;
        this.watch = watch;
    }

    /// False when it was interrupted before that.
    boolean deliver(BuildOrder order, Outcome outcome) {
        Duration pause = SHORTEST;
        while (watch.fate() != Fate.LOST && !Thread.currentThread().isInterrupted()) {
            try {
                orders.outcome(order, outcome);
                return true;
            } catch (LostBuildException e) {
                return true;
            } catch (UnreachableException e) {
                LockSupport.parkNanos(pause.toNanos());
                pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
            }
        }
        return watch.fate() == Fate.LOST;
    }
}
