package dev.slipway.platform.release;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import dev.slipway.model.event.Loop;
import dev.slipway.platform.application.ApplicationStore;
import dev.slipway.platform.release.ReleaseStore.Ingredients;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Gives every succeeded build its release. Level-based: it looks for builds without one, so none is forgotten.
@ApplicationScoped
public class ReleaseLoop {
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
        while (loops.transaction(this::releaseOne)) {
            bell.ring(Topic.CLUSTER, Topic.STATUS);
        }
    }

    private record Succeeded(
            UUID id,
            UUID application,
            int number,
            String commit,
            String image,
            String digest,
            String by,
            boolean deploy,
            long buildVersion) {}

    private boolean releaseOne(Sql sql) {
        Optional<Succeeded> next = sql.first(
                """
                SELECT id, application_id, number, commit_id, image_id, image_digest, trigger_by, deploy, build_version
                FROM builds WHERE state = 'succeeded' AND release_version IS NULL
                ORDER BY finished_at LIMIT 1 FOR UPDATE SKIP LOCKED
                """,
                row -> new Succeeded(
                        row.uuid("id"),
                        row.uuid("application_id"),
                        row.integer("number"),
                        row.text("commit_id"),
                        row.text("image_id"),
                        row.text("image_digest"),
                        row.text("trigger_by"),
                        row.flag("deploy"),
                        row.number("build_version")));
        next.ifPresent(build -> release(sql, build));
        return next.isPresent();
    }

    private void release(Sql sql, Succeeded build) {
        int version = releases.ofBuild(
                sql,
                applications.find(sql, build.application()).orElseThrow(),
                new Ingredients(
                        build.image(),
                        build.digest(),
                        build.number(),
                        build.commit(),
                        "build " + build.number(),
                        build.by()),
                build.deploy());
        sql.update("UPDATE builds SET release_version = ? WHERE id = ?", version, build.id());
        sql.update(
                "UPDATE applications SET image_version = greatest(image_version, ?) WHERE id = ?",
                build.buildVersion(),
                build.application());
    }
}
