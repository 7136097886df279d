package dev.slipway.build.queue;

import dev.slipway.build.queue.QueueForecast.Open;
import dev.slipway.database.Database;
import dev.slipway.database.Row;
import dev.slipway.model.build.BuildPlaces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Looks at the whole queue, also at what other projects wait for; tells of none of it but a number.
@Singleton
class PostgresBuildPlaces implements BuildPlaces {
    private final Database database;
    private final BuildLimits limits;

    PostgresBuildPlaces(@Named("loops") Database database, BuildLimits limits) {
        this.database = database;
        this.limits = limits;
    }

    @Override
    public Map<UUID, Place> of(Collection<UUID> builds) {
        if (builds.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Place> places = QueueForecast.of(open(), limits.runningPerProject(), Instant.now());
        places.keySet().retainAll(builds);
        return places;
    }

    private List<Open> open() {
        return database.transaction(sql -> sql.list("""
                SELECT b.id, b.project_id, b.application_id, run_policy(a) = 'parallel' AS parallel,
                       CASE b.state WHEN 'running' THEN b.started_at END AS started_at,
                       (SELECT extract(epoch FROM percentile_disc(0.5) WITHIN GROUP (ORDER BY took))::bigint
                        FROM (SELECT s.finished_at - s.started_at AS took FROM builds s
                              WHERE s.application_id = b.application_id AND s.state = 'succeeded'
                              ORDER BY s.number DESC LIMIT 5) AS recent) AS seconds
                FROM builds b
                JOIN applications a ON a.id = b.application_id
                JOIN projects p ON p.id = b.project_id
                WHERE b.state = 'running'
                  OR (b.state = 'queued' AND replaced_by(b) IS NULL AND NOT b.cancel_requested
                      AND a.deleted_at IS NULL AND p.state = 'active')
                ORDER BY b.resolved DESC, b.queued_at, b.number
                """, PostgresBuildPlaces::open));
    }

    private static Open open(Row row) throws SQLException {
        Long seconds = row.number("seconds");
        return new Open(
                row.uuid("id"),
                row.uuid("project_id"),
                row.uuid("application_id"),
                row.flag("parallel"),
                row.instant("started_at"),
                seconds == null ? null : Duration.ofSeconds(seconds));
    }
}
