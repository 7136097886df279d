package dev.slipway.platform.build;

import dev.slipway.database.Database;
import dev.slipway.database.Outage;
import dev.slipway.database.Sql;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.git.PushTarget;
import dev.slipway.platform.git.UnbuiltTips;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/// Queues builds of commits that were pushed and stored when the platform died, or when the queue was full.
@ApplicationScoped
public class UnbuiltTipsLoop {
    private static final Logger LOG = System.getLogger(UnbuiltTipsLoop.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Database loops;
    private final UnbuiltTips tips;
    private final Bell bell;
    private Loop loop;

    UnbuiltTipsLoop(@Named("loops") Database loops, UnbuiltTips tips, Bell bell) {
        this.loops = loops;
        this.tips = tips;
        this.bell = bell;
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("unbuilt-tips", bell, Topic.RELEASES, PERIOD, this::turn);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
    }

    private void turn() {
        for (PushTarget target : loops.transaction(UnbuiltTipsLoop::targets)) {
            try {
                tips.queue(target).ifPresent(_ -> bell.ring(Topic.BUILDS, Topic.STATUS));
            } catch (PlatformException refused) {
                LOG.log(Level.DEBUG, target.application() + " waits for its build", refused);
            } catch (RuntimeException failure) {
                if (Outage.in(failure)) {
                    throw failure;
                }
                // One damaged repository holds up no other's builds.
                LOG.log(Level.WARNING, target.application() + " cannot be looked at", failure);
            }
        }
    }

    private static List<PushTarget> targets(Sql sql) {
        return sql.list(
                """
                SELECT p.id AS project, p.name AS project_name, a.id, a.name, a.source->'push'->>'branch' AS branch
                FROM applications a JOIN projects p ON p.id = a.project_id
                WHERE a.deleted_at IS NULL AND a.source->'push' <> 'null'::jsonb
                """,
                row -> new PushTarget(
                        row.uuid("project"),
                        row.uuid("id"),
                        row.text("project_name"),
                        row.text("name"),
                        row.text("branch"),
                        "recovery"));
    }
}
