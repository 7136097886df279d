package dev.slipway.platform.application;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.build.BuildLogs;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.platform.git.Repositories;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// Removes for good what was purged, once nothing of it runs: the repository, then the rows, then the project
/// that is empty. What lies in the trash for 72 hours is purged.
@ApplicationScoped
public class RemovalLoop {
    private static final Logger LOG = System.getLogger(RemovalLoop.class.getName());
    private static final Duration TURN = Duration.ofSeconds(5);

    private final Database loops;
    private final Repositories repositories;
    private final BuildLogs logs;
    private final Bell bell;
    private volatile boolean stopping;

    RemovalLoop(@Named("loops") Database loops, Repositories repositories, BuildLogs logs, Bell bell) {
        this.loops = loops;
        this.repositories = repositories;
        this.logs = logs;
        this.bell = bell;
    }

    void onStart(@Observes StartupEvent started) {
        Thread.ofVirtual().name("removal").start(this::run);
    }

    /// By a flag: an interrupt inside JDBC would break the connection.
    void onStop(@Observes ShutdownEvent stopped) {
        stopping = true;
        bell.ring(Topic.STATUS);
    }

    private void run() {
        try {
            while (!stopping) {
                long seen = bell.count(Topic.STATUS);
                turn();
                bell.await(Topic.STATUS, seen, TURN);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn() {
        try {
            loops.run(RemovalLoop::emptyTrash);
            for (UUID application : loops.transaction(RemovalLoop::removable)) {
                repositories.delete(application);
                for (UUID build : loops.transaction(sql -> builds(sql, application))) {
                    logs.remove(build);
                }
                loops.run(sql -> remove(sql, application));
                bell.ring(Topic.ASSIGNMENTS);
            }
            loops.run(RemovalLoop::removeEmptyProjects);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "removing what was purged failed, trying again", e);
        }
    }

    private static void emptyTrash(Sql sql) {
        sql.update("UPDATE applications SET purge = true WHERE NOT purge AND deleted_at < now() - interval '72 hours'");
        sql.update(
                "UPDATE projects SET state = 'deleting' WHERE state = 'deleted' AND deleted_at < now() - interval '72 hours'");
    }

    private static List<UUID> removable(Sql sql) {
        sql.update("""
                UPDATE builds SET cancel_requested = true WHERE NOT cancel_requested AND state IN ('queued', 'running')
                  AND application_id IN (SELECT id FROM applications WHERE purge)
                """);
        return sql.list("""
                SELECT id FROM applications a WHERE purge
                  AND NOT EXISTS (SELECT FROM instances i WHERE i.application_id = a.id
                                  AND i.state NOT IN ('stopped', 'failed', 'lost'))
                  AND NOT EXISTS (SELECT FROM builds b WHERE b.application_id = a.id
                                  AND b.state IN ('queued', 'running'))
                """, row -> row.uuid("id"));
    }

    private static List<UUID> builds(Sql sql, UUID application) {
        return sql.list("SELECT id FROM builds WHERE application_id = ?", row -> row.uuid("id"), application);
    }

    private static void remove(Sql sql, UUID application) {
        sql.update("""
                DELETE FROM routes r USING applications a
                WHERE a.id = ? AND r.project_id = a.project_id
                  AND r.targets @> jsonb_build_array(jsonb_build_object('application', a.name))
                """, application);
        sql.update("DELETE FROM applications WHERE id = ?", application);
    }

    private static void removeEmptyProjects(Sql sql) {
        sql.update("""
                DELETE FROM projects p WHERE state = 'deleting'
                  AND NOT EXISTS (SELECT FROM applications a WHERE a.project_id = p.id)
                """);
    }
}
