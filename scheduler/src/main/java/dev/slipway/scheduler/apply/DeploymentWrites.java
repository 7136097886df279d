package dev.slipway.scheduler.apply;

import dev.slipway.database.Sql;
import dev.slipway.scheduler.reconcile.Action.CancelDeployment;
import dev.slipway.scheduler.reconcile.Action.CompleteDeployment;
import dev.slipway.scheduler.reconcile.Action.FailDeployment;
import dev.slipway.scheduler.reconcile.Action.StartDeployment;
import java.util.UUID;

/// Steps of deployments, each with its event. Every one answers whether the row still was as planned on.
record DeploymentWrites(Sql sql) {

    boolean start(StartDeployment action) {
        int rows = sql.update("""
                UPDATE deployments SET state = 'rolling', started_at = now()
                WHERE id = ? AND state = 'pending' AND NOT cancel_requested
                """, action.deployment());
        return rows == 1 && event(action.deployment(), "DeploymentStarted", "Release %s is being rolled out.");
    }

    boolean complete(CompleteDeployment action) {
        int rows = sql.update("""
                UPDATE deployments SET state = 'succeeded', finished_at = now()
                WHERE id = ? AND state = 'rolling' AND NOT cancel_requested
                """, action.deployment());
        if (rows == 0) {
            return false;
        }
        sql.update("""
                UPDATE applications a SET current_release = d.release_version
                FROM deployments d WHERE d.id = ? AND a.id = d.application_id
                """, action.deployment());
        return event(action.deployment(), "DeploymentSucceeded", "Release %s is current.");
    }

    boolean fail(FailDeployment action) {
        int rows = sql.update(
                """
                UPDATE deployments SET state = 'failed', finished_at = now(), rolled_back_to = ?::integer,
                       cause_code = ?, cause_message = ?, evidence = ?, next = ?
                WHERE id = ? AND state = ?
                """,
                action.rolledBackTo(),
                action.code().name(),
                action.message(),
                action.evidence(),
                action.next(),
                action.deployment(),
                action.seen());
        return rows == 1
                && event(
                        action.deployment(),
                        "DeploymentFailed",
                        escaped(action.message()) + back(action.rolledBackTo()));
    }

    boolean cancel(CancelDeployment action) {
        int rows = sql.update("""
                UPDATE deployments SET state = 'cancelled', finished_at = now(), rolled_back_to = ?::integer,
                       cause_code = 'Cancelled', cause_message = ?
                WHERE id = ? AND state = ?
                """, action.rolledBackTo(), action.why(), action.deployment(), action.seen());
        return rows == 1
                && event(
                        action.deployment(),
                        "DeploymentCancelled",
                        escaped(action.why()) + back(action.rolledBackTo()));
    }

    private static String back(Integer release) {
        return release == null ? "" : " Release " + release + " runs on.";
    }

    private static String escaped(String text) {
        return text.replace("%", "%%");
    }

    /// "%s" in the message stands for the release (PostgreSQL's format function).
    private boolean event(UUID deployment, String kind, String message) {
        sql.update("""
                INSERT INTO events (project_id, application_id, kind, subject, message, by)
                SELECT project_id, application_id, ?, 'deployment ' || number, format(?, release_version), 'scheduler'
                FROM deployments WHERE id = ?
                """, kind, message, deployment);
        return true;
    }
}
