package dev.slipway.platform.build;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.build.Build;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.event.Events;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// Builds applications that want it again, from what their current release was built from, when their
/// builder has another image. Level-based: it looks at what nodes have, so an image that came while
/// nobody looked counts too.
@ApplicationScoped
public class BuilderChangeLoop {
    private static final Logger LOG = System.getLogger(BuilderChangeLoop.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final String BY = "slipway";

    private final Database loops;
    private final ApplicationStore applications;
    private final BuildStore builds;
    private final BuildConfig config;
    private final Bell bell;
    private Loop loop;

    BuilderChangeLoop(
            @Named("loops") Database loops,
            ApplicationStore applications,
            BuildStore builds,
            BuildConfig config,
            Bell bell) {
        this.loops = loops;
        this.applications = applications;
        this.builds = builds;
        this.config = config;
        this.bell = bell;
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("builder-changes", new Bell(), Topic.STATUS, PERIOD, this::turn);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
    }

    void turn() {
        List<BuilderChange> due = loops.transaction(sql -> BuilderChanges.due(
                BuilderChanges.all(sql, config.queuedPerProject()),
                BuilderChanges.underWay(sql),
                config.builderChangesAtATime()));
        for (BuilderChange change : due) {
            build(change.application());
        }
    }

    /// One that fails is tried again at the next turn and holds up no other.
    private void build(UUID application) {
        try {
            loops.run(sql -> build(sql, application));
            bell.ring(Topic.BUILDS, Topic.STATUS);
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "application " + application + " was not built again yet", failure);
        }
    }

    /// Asked again under the lock that whoever else queues a build of it takes, too.
    private void build(Sql sql, UUID application) {
        if (applications.locked(sql, application).isEmpty()) {
            return;
        }
        BuilderChanges.of(sql, application, config.queuedPerProject())
                .filter(BuilderChange::due)
                .ifPresent(change -> {
                    Build before = builds.find(sql, change.build()).orElseThrow();
                    Build.Trigger trigger = new Build.Trigger(BuilderChanges.KIND, BY, change.cause());
                    Build build = builds.again(sql, before, trigger, true);
                    BuilderChanges.take(sql, change, build.number());
                    event(sql, build);
                });
    }

    private static void event(Sql sql, Build build) {
        Events.add(
                sql,
                build.projectId(),
                build.applicationId(),
                "BuilderImageChanged",
                "build " + build.number(),
                "Build " + build.number() + " was queued: " + build.trigger().cause(),
                build.trigger().by());
    }
}
