package dev.slipway.platform.release;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import dev.slipway.model.fault.KillPoint;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.release.ReleaseStore.Ingredients;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Gives every succeeded build its release. Level-based: it looks for builds without one, so none is forgotten.
@ApplicationScoped
public class ReleaseLoop {
    private static final Logger LOG = System.getLogger(ReleaseLoop.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Database loops;
    private final ApplicationStore applications;
    private final Releases releases;
    private final Bell bell;
    private Loop loop;

    ReleaseLoop(@Named("loops") Database loops, ApplicationStore applications, Releases releases, Bell bell) {
        this.loops = loops;
        this.applications = applications;
        this.releases = releases;
        this.bell = bell;
    }

    void onStart(@Observes StartupEvent started) {
        loop = Loop.start("releases", bell, Topic.RELEASES, PERIOD, this::turn);
    }

    void onStop(@Observes ShutdownEvent stopped) {
        loop.close();
    }

    private void turn() {
        for (Succeeded build : loops.transaction(ReleaseLoop::unreleased)) {
            release(build);
        }
    }

    private record Succeeded(
            UUID id,
            UUID application,
            int number,
            String builder,
            String commit,
            String image,
            String digest,
            String by,
            boolean deploy,
            long buildVersion) {}

    private static List<Succeeded> unreleased(Sql sql) {
        return sql.list(
                """
                SELECT id, application_id, number, builder, nullif(commit_id, '') AS commit_id, image_id, image_digest, trigger_by, deploy, build_version
                FROM builds WHERE state = 'succeeded' AND release_version IS NULL ORDER BY finished_at LIMIT 100
                """,
                row -> new Succeeded(
                        row.uuid("id"),
                        row.uuid("application_id"),
                        row.integer("number"),
                        row.text("builder"),
                        row.text("commit_id"),
                        row.text("image_id"),
                        row.text("image_digest"),
                        row.text("trigger_by"),
                        row.flag("deploy"),
                        row.number("build_version")));
    }

    /// One that fails is tried again at the next turn and holds up no other.
    private void release(Succeeded build) {
        try {
            loops.run(sql -> release(sql, build));
            KillPoint.RELEASE_ROW.reached();
            bell.ring(Topic.CLUSTER, Topic.STATUS);
        } catch (RuntimeException failure) {
            LOG.log(Level.WARNING, "build " + build.id() + " got no release yet", failure);
        }
    }

    private void release(Sql sql, Succeeded build) {
        Optional<Application> application = applications.locked(sql, build.application());
        if (application.isEmpty() || !stillUnreleased(sql, build)) {
            return;
        }
        int version = releases.ofBuild(
                sql,
                application.get(),
                new Ingredients(
                        build.image(),
                        build.digest(),
                        build.number(),
                        build.builder(),
                        build.commit(),
                        "build " + build.number(),
                        build.by()),
                build.deploy() && !overtaken(sql, build));
        sql.update("UPDATE builds SET release_version = ? WHERE id = ?", version, build.id());
        sql.update(
                "UPDATE applications SET image_version = greatest(image_version, ?) WHERE id = ?",
                build.buildVersion(),
                build.application());
    }

    /// Where builds run beside each other, one that was asked for later may have ended sooner: it stays.
    private static boolean overtaken(Sql sql, Succeeded build) {
        return sql.first("""
                        SELECT b.number FROM builds b JOIN applications a ON a.id = b.application_id
                        WHERE b.application_id = ? AND b.number > ? AND b.release_version IS NOT NULL AND b.deploy
                          AND run_policy(a) = 'parallel' LIMIT 1
                        """, row -> row.integer("number"), build.application(), build.number())
                .isPresent();
    }

    private static boolean stillUnreleased(Sql sql, Succeeded build) {
        return sql.first(
                        "SELECT id FROM builds WHERE id = ? AND release_version IS NULL FOR NO KEY UPDATE",
                        row -> row.uuid("id"),
                        build.id())
                .isPresent();
    }
}
