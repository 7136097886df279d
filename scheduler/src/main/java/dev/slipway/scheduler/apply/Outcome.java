package dev.slipway.scheduler.apply;

import dev.slipway.scheduler.placement.Veto;
import dev.slipway.scheduler.reconcile.Action;

/// What became of one action.
public sealed interface Outcome {
    Action action();

    record Applied(Action action) implements Outcome {}

    /// The world had moved on; the next snapshot shows how.
    record Stale(Action action) implements Outcome {}

    /// The node had no room any more when its row was locked.
    record Refused(Action action, Veto veto) implements Outcome {}
}
