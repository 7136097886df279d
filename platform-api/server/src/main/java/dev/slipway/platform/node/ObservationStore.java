package dev.slipway.platform.node;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.ObservedInstance;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.platform.event.Events;
import dev.slipway.platform.node.ObservedChanges.Change;
import dev.slipway.platform.node.ObservedChanges.Recorded;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes what nodes observe: the second column group of instances, and the nodes' own signs of life.
@Singleton
class ObservationStore {
    private static final String FAILED = "InstanceFailed";

    /// Whether the node had been given up; empty where there is no such node.
    Optional<Boolean> heartbeat(Sql sql, String node) {
        return sql.first("""
                UPDATE nodes n SET heartbeat_at = now(), state = 'ready' FROM nodes before
                WHERE n.name = ? AND before.id = n.id RETURNING before.state = 'lost' AS lost
                """, row -> row.flag("lost"), node);
    }

    void reached(Sql sql, String node, long version) {
        sql.update(
                "UPDATE nodes SET observed_version = ? WHERE name = ? AND observed_version <> ?",
                version,
                node,
                version);
    }

    /// Whether the database was restored of late and not all that it wants is up yet. Never for longer than ten
    /// minutes, always for half of one.
    boolean restored(Sql sql) {
        return sql.first("""
                        SELECT incarnation > 1 AND incarnation_at > now() - interval '10 minutes' AND (
                          incarnation_at > now() - interval '30 seconds'
                          OR EXISTS (SELECT FROM instances WHERE state IN ('pending', 'assigned', 'starting'))
                          OR EXISTS (SELECT FROM deployments WHERE state IN ('pending', 'rolling'))) AS restored
                        FROM installation
                        """, row -> row.flag("restored")).orElse(false);
    }

    /// What the node shall have, and whatever it names.
    List<Recorded> recorded(Sql sql, String node, Observation observation) {
        return sql.list(
                """
                SELECT id, project_id, application_id, node, state, ready, address, port, container, reason, message, evidence
                FROM instances
                WHERE node = ? AND state IN ('assigned', 'starting', 'running', 'stopping') OR id = ANY (?)
                """,
                ObservationStore::recorded,
                node,
                observation.instances().stream().map(ObservedInstance::id).toList());
    }

    private static Recorded recorded(Row row) throws SQLException {
        return new Recorded(
                row.text("id"),
                row.uuid("project_id"),
                row.uuid("application_id"),
                row.text("node"),
                row.constant("state", InstanceState.class),
                row.flag("ready"),
                row.text("address"),
                row.integer("port"),
                row.text("container"),
                row.text("reason"),
                row.text("message"),
                row.texts("evidence"));
    }

    /// Whether the row was still in the state the change starts from; otherwise nothing is written.
    boolean apply(Sql sql, Change change) {
        ObservedInstance news = change.news();
        boolean terminal = change.state().terminal();
        int rows = sql.update(
                """
                UPDATE instances SET state = ?, ready = ?, address = coalesce(?, address), port = coalesce(?, port),
                  container = coalesce(?, container), reason = ?, message = ?, evidence = ?, exit_code = ?,
                  started_at = coalesce(started_at, ?), observed_at = now(),
                  ready_at = CASE WHEN ? THEN coalesce(ready_at, now()) ELSE ready_at END,
                  finished_at = CASE WHEN ? THEN now() END
                WHERE id = ? AND state = ?
                """,
                change.state(),
                change.ready(),
                news.address(),
                news.port(),
                news.container(),
                Told.text(news.reason()),
                Told.text(news.message()),
                Told.lines(news.evidence()),
                news.exitCode(),
                news.startedAt(),
                change.ready(),
                terminal,
                change.before().id(),
                change.before().state());
        return rows == 1;
    }

    void recordFailure(Sql sql, Change change) {
        Events.add(
                sql,
                change.before().projectId(),
                change.before().applicationId(),
                FAILED,
                change.before().id(),
                explained(change.news()),
                "node " + change.before().node());
    }

    private static String explained(ObservedInstance news) {
        if (news.message() != null && !news.message().isBlank()) {
            return Told.text(news.message());
        }
        return news.exitCode() == null
                ? "The instance could not be started."
                : "The instance ended by itself with exit code " + news.exitCode() + ".";
    }

    /// Those of the ended instances whose containers stay for their logs: the last failed one of each process,
    /// until the next fails or the application goes.
    Set<String> kept(Sql sql, List<String> ended) {
        return ended.isEmpty()
                ? Set.of()
                : sql.list("""
                                SELECT DISTINCT ON (i.application_id, i.process) i.id
                                FROM instances i JOIN applications a ON a.id = i.application_id
                                WHERE i.application_id IN (SELECT application_id FROM instances WHERE id = ANY (?))
                                  AND i.state = 'failed' AND i.container IS NOT NULL AND a.deleted_at IS NULL
                                ORDER BY i.application_id, i.process, i.finished_at DESC, i.id
                                """, row -> row.text("id"), ended).stream().collect(Collectors.toSet());
    }
}
