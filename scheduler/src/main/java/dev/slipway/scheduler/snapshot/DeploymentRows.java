package dev.slipway.scheduler.snapshot;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Rollout;
import dev.slipway.model.deployment.DeploymentState;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

final class DeploymentRows {
    private DeploymentRows() {}

    /// The deployment under way of each application that has one.
    static Map<UUID, DeploymentSnapshot> active(Sql sql) {
        Map<UUID, DeploymentSnapshot> deployments = new HashMap<>();
        sql.list(
                """
                SELECT d.id, d.application_id, d.number, d.release_version, d.strategy, d.state, d.created_at,
                       d.deadline_at, d.cancel_requested, d.cancelled_by,
                       (SELECT count(*)::integer FROM instances i
                        WHERE i.application_id = d.application_id AND i.release_version = d.release_version
                          AND i.state = 'failed' AND i.created_at >= d.created_at) AS failures
                FROM deployments d WHERE d.state IN ('pending', 'rolling')
                """,
                row -> deployments.put(
                        row.uuid("application_id"),
                        new DeploymentSnapshot(
                                row.uuid("id"),
                                row.integer("number"),
                                row.integer("release_version"),
                                row.constant("strategy", Rollout.Strategy.class),
                                row.constant("state", DeploymentState.class),
                                row.instant("created_at"),
                                row.instant("deadline_at"),
                                row.flag("cancel_requested"),
                                row.text("cancelled_by"),
                                row.integer("failures"))));
        return deployments;
    }
}
