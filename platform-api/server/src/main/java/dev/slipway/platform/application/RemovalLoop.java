package dev.slipway.platform.application;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.build.BuildLogs;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import dev.slipway.platform.git.Mirrors;
import dev.slipway.platform.git.Repositories;
import dev.slipway.platform.git.Submodules;
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
import java.util.function.Consumer;

/// Removes for good what was purged, once nothing of it runs: the repository, then the rows, then the project that
/// is empty. What lies in the trash for 72 hours is purged.
@ApplicationScoped
public class RemovalLoop {
    private static final Logger LOG = System.getLogger(RemovalLoop.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(5);

    /// What belongs to an application goes with it, and that may be many rows.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Database loops;
    private final Repositories repositories;
    private final Mirrors mirrors;
    private final Submodules submodules;
    private final BuildLogs logs;
    private final Bell bell;
    private Loop loop;

    RemovalLoop(
            @Named("loops") Database loops,
            Repositories repositories,
            Mirrors mirrors,
            Submodules submodules,
            BuildLogs logs,
            Bell bell) {
        this.loops = loops;
        this.repositories = repositories;
        this.mirrors = mirrors;
        this.submodules = submodules;
        this.logs = logs;
        this.bell = bell;
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("removal", bell, Topic.CLUSTER, PERIOD, this::turn);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
    }

    private void turn() {
        patiently(RemovalLoop::emptyTrash);
        List<UUID> removable = loops.transaction(RemovalLoop::removable);
        if (!removable.isEmpty()) {
            removable.forEach(this::remove);
            patiently(RemovalLoop::removeEmptyProjects);
        }
    }

    private void patiently(Consumer<Sql> work) {
        loops.run(sql -> {
            sql.patient(PATIENCE);
            work.accept(sql);
        });
    }

    /// What cannot be removed now is tried again and holds up nothing else.
    private void remove(UUID application) {
        try {
            repositories.delete(application);
            mirrors.delete(application);
            submodules.delete(application);
            for (UUID build : loops.transaction(sql -> builds(sql, application))) {
                logs.remove(build);
            }
            patiently(sql -> remove(sql, application));
            bell.ring(Topic.ASSIGNMENTS);
        } catch (IOException | RuntimeException failure) {
            LOG.log(Level.WARNING, "application " + application + " cannot be removed yet", failure);
        }
    }

    private static void emptyTrash(Sql sql) {
        removeEmptyProjects(sql);
        // Projects before their applications, as whoever deletes or restores one locks them.
        sql.update(
                "UPDATE projects SET state = 'deleting' WHERE state = 'deleted' AND deleted_at < now() - interval '72 hours'");
        sql.update("UPDATE applications SET purge = true WHERE NOT purge AND deleted_at < now() - interval '72 hours'");
        sql.update("""
                UPDATE applications SET purge = true, deleted_at = coalesce(deleted_at, now())
                WHERE NOT purge AND project_id IN (SELECT id FROM projects WHERE state = 'deleting')
                """);
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
                UPDATE routes r SET version = r.version + 1,
                  targets = jsonb_path_query_array(r.targets, '$[*] ? (@.application != $name)',
                                                   jsonb_build_object('name', a.name))
                FROM applications a
                WHERE a.id = ? AND r.project_id = a.project_id
                  AND r.targets @> jsonb_build_array(jsonb_build_object('application', a.name))
                """, application);
        sql.update("""
                DELETE FROM routes r USING applications a
                WHERE a.id = ? AND r.project_id = a.project_id AND r.targets = '[]'
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
