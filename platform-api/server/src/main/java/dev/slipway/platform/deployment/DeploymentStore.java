package dev.slipway.platform.deployment;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.deployment.Deployment;
import dev.slipway.model.deployment.DeploymentState;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.Page;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Deployments as rows. The platform asks for them; the scheduler writes how they go.
@Singleton
public class DeploymentStore {

    /// Asks for a deployment; one under way is superseded by it. Returns its number. Whoever writes deployments takes
    /// the application's row first.
    public int create(Sql sql, Application application, int release, String by) {
        int number = sql.first("""
                        UPDATE applications SET last_deployment = last_deployment + 1, stopped = false
                        WHERE id = ? RETURNING last_deployment
                        """, row -> row.integer("last_deployment"), application.id())
                .orElseThrow();
        sql.update("""
                WITH superseded AS (
                  UPDATE deployments SET state = 'cancelled', finished_at = now(), cause_code = 'Superseded',
                    cause_message = 'A newer deployment took its place.'
                  WHERE application_id = ? AND state IN ('pending', 'rolling')
                  RETURNING project_id, application_id, number)
                INSERT INTO events (project_id, application_id, kind, subject, message, by)
                SELECT project_id, application_id, 'DeploymentCancelled', 'deployment ' || number,
                       'Deployment ' || ? || ' took its place.', ?
                FROM superseded
                """, application.id(), number, by);
        sql.update(
                """
                INSERT INTO deployments (project_id, application_id, number, release_version, previous_version,
                  strategy, created_by, deadline_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, now() + make_interval(secs => ?))
                """,
                application.projectId(),
                application.id(),
                number,
                release,
                application.currentRelease(),
                application.settings().rollout().strategy(),
                by,
                (double) application.settings().rollout().deadline().toSeconds());
        return number;
    }

    void cancel(Sql sql, UUID id, String by) {
        sql.update("""
                UPDATE deployments SET cancel_requested = true, cancelled_by = coalesce(cancelled_by, ?) WHERE id = ?
                """, by, id);
    }

    /// Throws NOT_FOUND.
    Deployment get(Sql sql, UUID application, int number) {
        return sql.first(
                        "SELECT * FROM deployments WHERE application_id = ? AND number = ?",
                        DeploymentStore::deployment,
                        application,
                        number)
                .orElseThrow(() -> PlatformException.notFound("Deployment " + number));
    }

    /// The newest that was not called off.
    public Optional<Deployment> lastAsked(Sql sql, UUID application) {
        return sql.first("""
                SELECT * FROM deployments WHERE application_id = ? AND state <> 'cancelled'
                ORDER BY number DESC LIMIT 1
                """, DeploymentStore::deployment, application);
    }

    public Optional<Deployment> newest(Sql sql, UUID application) {
        return sql.first(
                "SELECT * FROM deployments WHERE application_id = ? ORDER BY number DESC LIMIT 1",
                DeploymentStore::deployment,
                application);
    }

    /// When the last deployment that succeeded did so.
    public Optional<Instant> lastSuccess(Sql sql, UUID application) {
        return sql.first("""
                SELECT finished_at FROM deployments WHERE application_id = ? AND state = 'succeeded'
                ORDER BY number DESC LIMIT 1
                """, row -> row.instant("finished_at"), application);
    }

    /// The newest deployment of a release.
    public Optional<Deployment> ofRelease(Sql sql, UUID application, int release) {
        return sql.first("""
                SELECT * FROM deployments WHERE application_id = ? AND release_version = ? ORDER BY number DESC LIMIT 1
                """, DeploymentStore::deployment, application, release);
    }

    List<Deployment> page(Sql sql, UUID application, Page.Request page) {
        return sql.list(
                "SELECT * FROM deployments WHERE application_id = ? AND number < ? ORDER BY number DESC LIMIT ?",
                DeploymentStore::deployment,
                application,
                page.afterNumber(Integer.MAX_VALUE),
                page.limit() + 1);
    }

    /// How far it is: instances wanted, live ones of its release, those of them that serve, and what is left of other
    /// releases, on its way out included.
    record Progress(int desired, int updated, int ready, int old) {}

    Progress progress(Sql sql, UUID application, int release) {
        return sql.first(
                        """
                        SELECT
                          (SELECT coalesce(sum((a.processes #>> ARRAY[p.process, 'replicas'])::integer), 0)::integer
                             FROM applications a
                             JOIN releases r ON r.application_id = a.id AND r.version = ?
                             CROSS JOIN LATERAL jsonb_object_keys(r.processes) p (process)
                             WHERE a.id = ? AND NOT a.stopped AND a.deleted_at IS NULL) AS desired,
                          count(*) FILTER (WHERE release_version = ? AND state <> 'stopping')::integer AS updated,
                          count(*) FILTER (WHERE release_version = ? AND state = 'running' AND ready)::integer AS ready,
                          count(*) FILTER (WHERE release_version <> ?)::integer AS old
                        FROM instances WHERE application_id = ? AND state NOT IN ('stopped', 'failed', 'lost')
                        """,
                        row -> new Progress(
                                row.integer("desired"),
                                row.integer("updated"),
                                row.integer("ready"),
                                row.integer("old")),
                        release,
                        application,
                        release,
                        release,
                        release,
                        application)
                .orElseThrow();
    }

    private static Deployment deployment(Row row) throws SQLException {
        String cause = row.text("cause_code");
        Instant finished = row.instant("finished_at");
        return new Deployment(
                row.uuid("id"),
                row.uuid("project_id"),
                row.uuid("application_id"),
                row.integer("number"),
                row.integer("release_version"),
                row.integer("previous_version"),
                row.constant("state", DeploymentState.class),
                row.text("strategy"),
                row.integer("rolled_back_to"),
                cause == null ? null : new Deployment.Cause(cause, row.text("cause_message")),
                row.texts("evidence"),
                row.text("next"),
                row.text("created_by"),
                row.instant("created_at"),
                row.instant("started_at"),
                finished);
    }
}
