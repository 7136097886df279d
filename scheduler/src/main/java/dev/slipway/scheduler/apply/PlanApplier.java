package dev.slipway.scheduler.apply;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.event.Bell;
import dev.slipway.model.fault.KillPoint;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.placement.Veto;
import dev.slipway.scheduler.reconcile.Action;
import dev.slipway.scheduler.reconcile.Action.AcknowledgeVersion;
import dev.slipway.scheduler.reconcile.Action.CancelDeployment;
import dev.slipway.scheduler.reconcile.Action.CompleteDeployment;
import dev.slipway.scheduler.reconcile.Action.CreateInstance;
import dev.slipway.scheduler.reconcile.Action.FailDeployment;
import dev.slipway.scheduler.reconcile.Action.HoldInstance;
import dev.slipway.scheduler.reconcile.Action.MarkLost;
import dev.slipway.scheduler.reconcile.Action.MarkNodeLost;
import dev.slipway.scheduler.reconcile.Action.PlaceInstance;
import dev.slipway.scheduler.reconcile.Action.StartDeployment;
import dev.slipway.scheduler.reconcile.Action.StopInstance;
import dev.slipway.scheduler.reconcile.Plan;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Writes a plan in one transaction: what still is as it was planned on is applied, what is not is stale, and
/// what has lost its room is refused. Nodes and users hear of it after the commit.
public final class PlanApplier {
    private final Database database;
    private final Bell bell;
    private final InstanceIds ids = new InstanceIds(new SecureRandom());

    public PlanApplier(Database database, Bell bell) {
        this.database = database;
        this.bell = bell;
    }

    /// One outcome per action, in the plan's order. plans is the count of the snapshot it was made on: where another
    /// plan was applied since, by whomever, all of this one is stale. So a scheduler that was paused, or that never
    /// heard of another, does no harm.
    public List<Outcome> apply(Plan plan, long plans) {
        List<Outcome> outcomes = database.transaction(sql -> isNext(sql, plans)
                ? applied(sql, plan)
                : plan.actions().stream().<Outcome>map(Outcome.Stale::new).toList());
        if (outcomes.stream().anyMatch(Outcome.Applied.class::isInstance)) {
            if (outcomes.stream().anyMatch(PlanApplier::placed)) {
                KillPoint.PLACED.reached();
            }
            bell.ring(Bell.Topic.ASSIGNMENTS, Bell.Topic.STATUS);
        }
        return outcomes;
    }

    private static boolean placed(Outcome outcome) {
        return outcome instanceof Outcome.Applied(Action action)
                && (action instanceof PlaceInstance || action instanceof CreateInstance);
    }

    /// Holds the count until the transaction ends: whoever applies a plan meanwhile waits, and is then stale.
    private static boolean isNext(Sql sql, long plans) {
        return sql.update("UPDATE installation SET plans = plans + 1 WHERE plans = ?", plans) == 1;
    }

    private List<Outcome> applied(Sql sql, Plan plan) {
        new Locks(sql).take(plan);
        return plan.actions().stream().map(action -> apply(sql, action)).toList();
    }

    private Outcome apply(Sql sql, Action action) {
        InstanceWrites instances = new InstanceWrites(sql);
        DeploymentWrites deployments = new DeploymentWrites(sql);
        return switch (action) {
            case MarkNodeLost lost -> outcome(lost, new NodeWrites(sql).markLost(lost));
            case MarkLost lost -> outcome(lost, instances.markLost(lost));
            case StopInstance stop -> outcome(stop, instances.stop(stop));
            case StartDeployment start -> outcome(start, deployments.start(start));
            case CompleteDeployment complete -> outcome(complete, deployments.complete(complete));
            case FailDeployment fail -> outcome(fail, deployments.fail(fail));
            case CancelDeployment cancel -> outcome(cancel, deployments.cancel(cancel));
            case PlaceInstance place ->
                whereRoom(sql, place, place.node(), place.requests(), () -> instances.place(place));
            case CreateInstance create ->
                whereRoom(sql, create, create.node(), create.requests(), () -> instances.create(create, ids.next()));
            case HoldInstance hold -> outcome(hold, instances.hold(hold));
            case AcknowledgeVersion acknowledge -> outcome(acknowledge, acknowledged(sql, acknowledge));
        };
    }

    private static Outcome whereRoom(Sql sql, Action action, String node, Resources requests, BooleanSupplier write) {
        Optional<Veto> veto = node == null ? Optional.empty() : new NodeWrites(sql).veto(node, requests);
        return veto.<Outcome>map(each -> new Outcome.Refused(action, each))
                .orElseGet(() -> outcome(action, write.getAsBoolean()));
    }

    private static boolean acknowledged(Sql sql, AcknowledgeVersion action) {
        int rows = sql.update("""
                UPDATE applications SET observed_version = ? WHERE id = ? AND observed_version < ?
                """, action.version(), action.application(), action.version());
        return rows == 1;
    }

    private static Outcome outcome(Action action, boolean applied) {
        return applied ? new Outcome.Applied(action) : new Outcome.Stale(action);
    }
}
