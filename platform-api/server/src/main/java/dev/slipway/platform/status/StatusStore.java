package dev.slipway.platform.status;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.platform.build.BuildStore;
import dev.slipway.platform.deployment.DeploymentStore;
import dev.slipway.platform.status.StatusRules.Failure;
import dev.slipway.platform.status.StatusRules.Health;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

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
        return StatusRules.status(
                application,
                builds.newest(sql, application.id()),
                deployments.newest(sql, application.id()),
                health(sql, application));
    }

    private static Health health(Sql sql, Application application) {
        int desired = application.settings().processes().values().stream()
                .mapToInt(ProcessSpec::replicas)
                .sum();
        int ready =
                sql.first("""
                        SELECT count(*)::integer AS ready FROM instances
                        WHERE application_id = ? AND ready AND state IN ('starting', 'running')
                        """, row -> row.integer("ready"), application.id()).orElse(0);
        return new Health(application.stopped() ? 0 : desired, ready, failure(sql, application.id()));
    }

    private static Optional<Failure> failure(Sql sql, UUID application) {
        return sql.first(
                """
                SELECT release_version, reason, message, evidence FROM instances
                WHERE application_id = ? AND state = 'failed' AND finished_at > now() - interval '10 minutes'
                ORDER BY finished_at DESC LIMIT 1
                """,
                row -> new Failure(
                        row.integer("release_version"), row.text("reason"), row.text("message"), row.texts("evidence")),
                application);
    }
}
