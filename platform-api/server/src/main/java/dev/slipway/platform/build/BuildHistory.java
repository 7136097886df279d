package dev.slipway.platform.build;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.build.BuildLogs;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
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

/// Removes old builds with their logs: of an application those stay that are among its newest, those that have not
/// ended, and those whose release still has its image. Nobody waits for it, so it looks by time alone.
@ApplicationScoped
public class BuildHistory {
    private static final Logger LOG = System.getLogger(BuildHistory.class.getName());
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int AT_ONCE = 100;

    private final Database loops;
    private final BuildLogs logs;
    private final BuildConfig config;
    private Loop loop;

    BuildHistory(@Named("loops") Database loops, BuildLogs logs, BuildConfig config) {
        this.loops = loops;
        this.logs = logs;
        this.config = config;
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("build-history", new Bell(), Topic.STATUS, PERIOD, this::shorten);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
    }

    /// The log first: a row whose log is gone is found again, a log without a row is not. One that cannot be removed
    /// holds up no other.
    void shorten() {
        List<UUID> old = loops.transaction(this::old);
        for (UUID build : old) {
            try {
                logs.remove(build);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the log of build " + build + " cannot be removed", e);
            }
            loops.transaction(sql -> sql.update("DELETE FROM builds WHERE id = ?", build));
        }
    }

    private List<UUID> old(Sql sql) {
        return sql.list("""
                SELECT b.id FROM applications a
                CROSS JOIN LATERAL (SELECT id, application_id, number, state, release_version, finished_at FROM builds
                  WHERE application_id = a.id ORDER BY number DESC OFFSET ?) b
                WHERE b.state NOT IN ('queued', 'running') AND (b.state <> 'succeeded' OR b.release_version IS NOT NULL)
                  AND NOT EXISTS (SELECT FROM releases r WHERE r.application_id = b.application_id
                    AND r.build_number = b.number AND r.image_gone_at IS NULL)
                ORDER BY b.finished_at LIMIT ?
                """, row -> row.uuid("id"), Math.max(1, config.keep()), AT_ONCE);
    }
}
