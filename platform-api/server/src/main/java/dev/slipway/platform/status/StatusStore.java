package dev.slipway.platform.status;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.deployment.Deployment;
import dev.slipway.model.instance.Backoff;
import dev.slipway.platform.build.BuildStore;
import dev.slipway.platform.deployment.DeploymentStore;
import dev.slipway.platform.status.StatusRules.Health;
import dev.slipway.platform.status.StatusRules.Trouble;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Reads what the status of an application follows from.
@Singleton
public class StatusStore {
    private final BuildStore builds;
    private final DeploymentStore deployments;

    StatusStore(BuildStore builds, DeploymentStore deployments) {
        this.builds = builds;
        this.deployments = deployments;
    }

    public Status of(Sql sql, Application application) {
        Optional<Deployment> deployment = deployments.newest(sql, application.id());
        return StatusRules.status(
                application, builds.newest(sql, application.id()), deployment, health(sql, application, deployment));
    }

    private static Health health(Sql sql, Application application, Optional<Deployment> deployment) {
        int desired = application.settings().processes().values().stream()
                .mapToInt(ProcessSpec::replicas)
                .sum();
        int ready =
                sql.first("""
                        SELECT count(*)::integer AS ready FROM instances
                        WHERE application_id = ? AND ready AND state IN ('starting', 'running')
                        """, row -> row.integer("ready"), application.id()).orElse(0);
        Optional<Deployment> rolling = deployment.filter(last -> !last.state().terminal());
        Integer release = rolling.map(Deployment::release).orElse(application.currentRelease());
        return new Health(
                application.stopped() ? 0 : desired,
                ready,
                failed(sql, application, release, rolling.map(Deployment::createdAt)),
                unready(sql, application, release));
    }

    /// Failures before the deployment under way are not its own.
    private static Optional<Trouble> failed(
            Sql sql, Application application, Integer release, Optional<Instant> since) {
        return sql.first(
                """
                SELECT reason, message, evidence,
                       CASE WHEN finished_at - ready_at > make_interval(secs => ?) THEN 1 ELSE restarts + 1 END AS in_a_row
                FROM instances
                WHERE application_id = ? AND release_version = ?::integer AND state = 'failed'
                  AND finished_at > now() - make_interval(secs => ?)
                  AND created_at >= coalesce(?::timestamptz, created_at)
                ORDER BY finished_at DESC LIMIT 1
                """,
                row -> trouble(row, row.integer("in_a_row")),
                (double) Backoff.RESET.toSeconds(),
                application.id(),
                release,
                (double) Backoff.RESET.toSeconds(),
                since.orElse(null));
    }

    private static Optional<Trouble> unready(Sql sql, Application application, Integer release) {
        return sql.first("""
                SELECT reason, message, evidence FROM instances
                WHERE application_id = ? AND release_version = ?::integer AND NOT ready AND message IS NOT NULL
                  AND state IN ('pending', 'starting', 'running')
                ORDER BY id LIMIT 1
                """, row -> trouble(row, 0), application.id(), release);
    }

    private static Trouble trouble(Row row, int inARow) throws SQLException {
        return new Trouble(row.text("reason"), row.text("message"), row.texts("evidence"), inARow);
    }
}
