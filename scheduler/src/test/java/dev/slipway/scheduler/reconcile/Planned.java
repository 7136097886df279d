package dev.slipway.scheduler.reconcile;

import dev.slipway.scheduler.reconcile.Action.CreateInstance;
import dev.slipway.scheduler.reconcile.Action.StopInstance;
import java.util.List;

/// Reads plans.
final class Planned {
    private Planned() {}

    static List<Class<?>> kinds(Plan plan) {
        return plan.actions().stream().<Class<?>>map(Object::getClass).toList();
    }

    static List<CreateInstance> created(Plan plan) {
        return of(plan, CreateInstance.class);
    }

    static List<StopInstance> stops(Plan plan) {
        return of(plan, StopInstance.class);
    }

    static <A extends Action> List<A> of(Plan plan, Class<A> kind) {
        return plan.actions().stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
