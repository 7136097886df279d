package dev.slipway.platform.build;

import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.build.Build;
import dev.slipway.platform.build.BuildStore.Asked;
import dev.slipway.platform.build.BuildStore.Origin;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;

/// Builds that webhooks ask for. A newer one of the same ref takes the place of one that waits.
@Singleton
public class HookedBuilds {
    private final BuildStore builds;

    HookedBuilds(BuildStore builds) {
        this.builds = builds;
    }

    /// A build, by number and the full hash of its commit.
    public record Newest(int number, String commit) {}

    /// The newest build, where another one of its commit would make nothing new: it has not failed, was made with
    /// the present settings, and its release was deployed. Empty while its commit is not known.
    public Optional<Newest> newest(Sql sql, Application application) {
        return sql.first("""
                SELECT b.number, b.commit_id FROM builds b JOIN applications a ON a.id = b.application_id
                WHERE b.application_id = ? AND b.number = a.last_build AND b.build_version = a.build_version
                  AND b.state NOT IN ('failed', 'cancelled') AND NOT b.cancel_requested AND b.deploy
                  AND b.upload IS NULL AND b.environment IS NULL AND b.commit_id <> ''
                """, row -> new Newest(row.integer("number"), row.text("commit_id")), application.id());
    }

    /// ref is null for the one of the source. Throws QUEUE_FULL, but not for the source's own where a newer one
    /// replaces
    /// the one before: of these one waits at most, and no sender asks again.
    public Build queue(Sql sql, Application application, String ref, boolean deploy, String by) {
        String followed = application.settings().source().git().ref();
        String wanted = ref == null ? followed : ref;
        if (!Objects.equals(wanted, followed) || !BuildStore.replaces(sql, application.id())) {
            builds.requireRoom(sql, application.projectId());
        }
        return builds.queue(
                sql,
                new Asked(
                        application.projectId(),
                        application.id(),
                        BuildStore.WEBHOOK,
                        by,
                        new Origin.Wanted(wanted),
                        null,
                        false,
                        deploy));
    }
}
