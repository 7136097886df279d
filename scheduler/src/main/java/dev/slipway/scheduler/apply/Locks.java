package dev.slipway.scheduler.apply;

import dev.slipway.database.Sql;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Takes what a plan writes to in the one order that everybody keeps: applications before what belongs to them, nodes
/// before the instances on them, each kind sorted.
record Locks(Sql sql) {

    void take(Plan plan) {
        applications(ids(plan, Locks::application), ids(plan, Locks::deployment), ids(plan, Locks::stopped));
        nodes(ids(plan, Locks::node));
    }

    private static List<String> ids(Plan plan, Function<Action, Optional<?>> of) {
        return plan.actions().stream()
                .map(of)
                .flatMap(Optional::stream)
                .map(Object::toString)
                .distinct()
                .toList();
    }

    private void applications(List<String> ids, List<String> deployments, List<String> stopped) {
        sql.list("""
                SELECT 1 FROM applications
                WHERE id = ANY (?::uuid[])
                   OR id IN (SELECT application_id FROM deployments WHERE id = ANY (?::uuid[]))
                   OR id IN (SELECT application_id FROM instances WHERE id = ANY (?))
                ORDER BY id FOR NO KEY UPDATE
                """, _ -> true, ids, deployments, stopped);
    }

    private void nodes(List<String> names) {
        sql.list("SELECT 1 FROM nodes WHERE name = ANY (?) ORDER BY name FOR NO KEY UPDATE", _ -> true, names);
    }

    private static Optional<UUID> application(Action action) {
        return switch (action) {
            case CreateInstance create -> Optional.of(create.application());
            case AcknowledgeVersion acknowledge -> Optional.of(acknowledge.application());
            case StartDeployment _, CompleteDeployment _, FailDeployment _, CancelDeployment _ -> Optional.empty();
            case MarkNodeLost _, MarkLost _, StopInstance _, PlaceInstance _, HoldInstance _ -> Optional.empty();
        };
    }

    private static Optional<UUID> deployment(Action action) {
        return switch (action) {
            case StartDeployment start -> Optional.of(start.deployment());
            case CompleteDeployment complete -> Optional.of(complete.deployment());
            case FailDeployment fail -> Optional.of(fail.deployment());
            case CancelDeployment cancel -> Optional.of(cancel.deployment());
            case CreateInstance _, AcknowledgeVersion _ -> Optional.empty();
            case MarkNodeLost _, MarkLost _, StopInstance _, PlaceInstance _, HoldInstance _ -> Optional.empty();
        };
    }

    private static Optional<String> stopped(Action action) {
        return action instanceof StopInstance stop ? Optional.of(stop.instance()) : Optional.empty();
    }

    private static Optional<String> node(Action action) {
        return switch (action) {
            case MarkNodeLost lost -> Optional.of(lost.node());
            case PlaceInstance place -> Optional.of(place.node());
            case CreateInstance create -> Optional.ofNullable(create.node());
            case MarkLost _, StopInstance _, HoldInstance _, AcknowledgeVersion _ -> Optional.empty();
            case StartDeployment _, CompleteDeployment _, FailDeployment _, CancelDeployment _ -> Optional.empty();
        };
    }
}
