package dev.slipway.scheduler.reconcile;

import java.util.Collection;
import java.util.List;

/// What the scheduler wants changed, sorted, so that equal plans are equal and differences read well.
public record Plan(List<Action> actions) {

    static Plan of(Collection<Action> actions) {
        return new Plan(actions.stream().sorted(Action::compare).toList());
    }

    public boolean isEmpty() {
        return actions.isEmpty();
    }
}
