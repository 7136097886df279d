package dev.slipway.scheduler.apply;

import dev.slipway.database.Sql;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.scheduler.reconcile.Action.CreateInstance;
import dev.slipway.scheduler.reconcile.Action.HoldInstance;
import dev.slipway.scheduler.reconcile.Action.MarkLost;
import dev.slipway.scheduler.reconcile.Action.PlaceInstance;
import dev.slipway.scheduler.reconcile.Action.StopInstance;

/// Steps of instances. Every one answers whether the rows still were as planned on.
record InstanceWrites(Sql sql) {
    private static final String NO_ROOM = "NoRoom";

    /// The platform may have heard the node since: then its instances live.
    boolean markLost(MarkLost action) {
        int rows = sql.update("""
                UPDATE instances SET state = 'lost', ready = false, finished_at = now(), reason = 'NodeLost', message = ?
                WHERE id = ? AND state = ?
                  AND NOT EXISTS (SELECT FROM nodes n WHERE n.name = instances.node AND n.state = 'ready')
                """, "Node " + action.node() + " fell silent.", action.instance(), action.seen());
        if (rows == 1) {
            lostEvent(action);
        }
        return rows == 1;
    }

    private void lostEvent(MarkLost action) {
        sql.update("""
                INSERT INTO events (project_id, application_id, kind, subject, message, by)
                SELECT project_id, application_id, 'InstanceLost', id, message, 'scheduler'
                FROM instances WHERE id = ?
                """, action.instance());
    }

    /// One that was never placed is gone at once; any other drains first. Only while its application wants what it
    /// wanted: whoever changed that in between may have brought the instance's release back.
    boolean stop(StopInstance action) {
        boolean pending = action.seen() == InstanceState.PENDING;
        int rows = sql.update(
                """
                UPDATE instances i SET state = ?, finished_at = CASE WHEN ? THEN now() END, stop_reason = ?
                FROM applications a JOIN projects p ON p.id = a.project_id
                WHERE i.id = ? AND i.state = ? AND a.id = i.application_id
                  AND CASE ? WHEN 'stopped' THEN a.stopped
                             WHEN 'deleted' THEN a.deleted_at IS NOT NULL OR p.state <> 'active'
                             WHEN 'replaced' THEN i.release_version IS DISTINCT FROM coalesce(
                               (SELECT CASE WHEN d.cancel_requested THEN i.release_version ELSE d.release_version END
                                FROM deployments d
                                WHERE d.application_id = a.id AND d.state IN ('pending', 'rolling')),
                               a.current_release)
                             ELSE true END
                """,
                pending ? InstanceState.STOPPED : InstanceState.STOPPING,
                pending,
                action.reason(),
                action.instance(),
                action.seen(),
                action.reason());
        return rows == 1;
    }

    boolean place(PlaceInstance action) {
        int rows = sql.update("""
                UPDATE instances SET state = 'assigned', node = ?, reason = NULL, message = NULL
                WHERE id = ? AND state = 'pending'
                """, action.node(), action.instance());
        return rows == 1;
    }

    boolean hold(HoldInstance action) {
        int rows = sql.update("""
                UPDATE instances SET reason = ?, message = ? WHERE id = ? AND state = 'pending'
                """, NO_ROOM, action.why(), action.instance());
        return rows == 1;
    }

    /// Only while the application shall run this release and the process has fewer live instances than its limit.
    boolean create(CreateInstance action, String id) {
        int rows = sql.update(
                """
                INSERT INTO instances (id, project_id, application_id, process, release_version, node,
                                       cpu_millis, memory_bytes, restarts, state, reason, message)
                SELECT ?, a.project_id, a.id, ?, ?, ?::text, ?, ?, ?, ?, ?::text, ?::text
                FROM applications a JOIN projects p ON p.id = a.project_id
                WHERE a.id = ? AND NOT a.stopped AND a.deleted_at IS NULL AND p.state = 'active'
                  AND ? = coalesce((SELECT d.release_version FROM deployments d
                                    WHERE d.application_id = a.id AND d.state IN ('pending', 'rolling')),
                                   a.current_release)
                  AND ? > (SELECT count(*) FROM instances i
                           WHERE i.application_id = a.id AND i.process = ?
                             AND i.state IN ('pending', 'assigned', 'starting', 'running'))
                """,
                id,
                action.process(),
                action.release(),
                action.node(),
                action.requests().cpu().millis(),
                action.requests().memory().value(),
                action.restarts(),
                action.node() == null ? InstanceState.PENDING : InstanceState.ASSIGNED,
                action.node() == null ? NO_ROOM : null,
                action.why(),
                action.application(),
                action.release(),
                action.limit(),
                action.process());
        return rows == 1;
    }
}
