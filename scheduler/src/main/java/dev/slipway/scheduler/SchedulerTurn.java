package dev.slipway.scheduler;

import dev.slipway.scheduler.apply.Outcome;
import dev.slipway.scheduler.apply.PlanApplier;
import dev.slipway.scheduler.reconcile.Plan;
import dev.slipway.scheduler.reconcile.Reconciler;
import dev.slipway.scheduler.snapshot.ClusterSnapshot;
import dev.slipway.scheduler.snapshot.SnapshotStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One look at the cluster and what follows from it. Used by one thread.
final class SchedulerTurn {
    private final SnapshotStore snapshots;
    private final Reconciler reconciler;
    private final PlanApplier applier;
    private final Duration longestGap;
    private Instant listeningSince;
    private Instant previous;

    /// A turn later than longestGap after the one before finds heartbeats that nobody could have received in time
    /// (start, suspended machine): the nodes get their whole lease anew.
    SchedulerTurn(SnapshotStore snapshots, Reconciler reconciler, PlanApplier applier, Duration longestGap) {
        this.snapshots = snapshots;
        this.reconciler = reconciler;
        this.applier = applier;
        this.longestGap = longestGap;
    }

    /// Whether something changed, so that another look is due at once.
    boolean take() {
        ClusterSnapshot snapshot = heard(snapshots.read());
        Plan plan = reconciler.plan(snapshot);
        if (plan.isEmpty()) {
            return false;
        }
        List<Outcome> outcomes = applier.apply(plan, snapshot.plans());
        return outcomes.stream().anyMatch(Outcome.Applied.class::isInstance);
    }

    private ClusterSnapshot heard(ClusterSnapshot snapshot) {
        if (previous == null || previous.plus(longestGap).isBefore(snapshot.now())) {
            listeningSince = snapshot.now();
        }
        previous = snapshot.now();
        return snapshot.listeningSince(listeningSince);
    }
}
