package dev.slipway.platform.build;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Applications that are to be built again because the image of their builder has changed, and which of
/// them now.
public final class BuilderChanges {
    static final String KIND = "builder";

    private static final String SELECT = """
            SELECT c.application_id, c.build_id, c.builder, c.built_with, c.present,
              NOT EXISTS (SELECT FROM builds b WHERE b.application_id = a.id
                AND (b.state IN ('queued', 'running') OR b.state = 'succeeded' AND b.release_version IS NULL))
              AND NOT EXISTS (SELECT FROM deployments d WHERE d.application_id = a.id
                AND d.state IN ('pending', 'rolling')) AS settled,
              EXISTS (SELECT FROM builder_rebuilds t
                WHERE t.application_id = a.id AND t.image_id = c.present) AS taken,
              (SELECT count(*) FROM builds b WHERE b.project_id = a.project_id AND b.state = 'queued'
                AND replaced_by(b) IS NULL) < ? AS room
            FROM builder_changes c
            JOIN applications a ON a.id = c.application_id
            JOIN projects p ON p.id = a.project_id
            JOIN builds o ON o.id = c.build_id
            WHERE a.deleted_at IS NULL AND p.state = 'active' AND NOT c.configured_anew
              AND (a.build #>> '{triggers,builderImage}')::boolean AND (?::uuid IS NULL OR a.id = ?)
            ORDER BY o.finished_at, a.id
            """;

    private BuilderChanges() {}

    /// Which to build again now: no more than most at once, those that are under way included, the one
    /// built longest ago first.
    static List<BuilderChange> due(List<BuilderChange> changes, int underWay, int most) {
        return changes.stream()
                .filter(BuilderChange::due)
                .limit(Math.max(0, most - underWay))
                .toList();
    }

    /// Those of applications that want it; one whose configuration is newer than its image is left to
    /// whoever changed that. mostQueued is how many builds of a project may wait.
    static List<BuilderChange> all(Sql sql, int mostQueued) {
        return sql.list(SELECT, BuilderChanges::change, mostQueued, null, null);
    }

    static Optional<BuilderChange> of(Sql sql, UUID application, int mostQueued) {
        return sql.first(SELECT, BuilderChanges::change, mostQueued, application, application);
    }

    private static BuilderChange change(Row row) throws SQLException {
        return new BuilderChange(
                row.uuid("application_id"),
                row.uuid("build_id"),
                row.text("builder"),
                row.text("built_with"),
                row.text("present"),
                row.flag("settled"),
                row.flag("taken"),
                row.flag("room"));
    }

    static int underWay(Sql sql) {
        return sql.first(
                        "SELECT count(*)::integer AS n FROM builds WHERE trigger_kind = ? AND state IN ('queued', 'running')",
                        row -> row.integer("n"),
                        KIND)
                .orElse(0);
    }

    /// Whether no build had this image as its cause before.
    static boolean take(Sql sql, BuilderChange change, int build) {
        return sql.update("""
                        INSERT INTO builder_rebuilds (application_id, project_id, image_id, build)
                        SELECT id, project_id, ?, ? FROM applications WHERE id = ? ON CONFLICT DO NOTHING
                        """, change.present(), build, change.application()) == 1;
    }

    /// Whether the node that built the current release has another image of its builder by now.
    public static boolean behind(Sql sql, UUID application) {
        return sql.first(
                        "SELECT true AS behind FROM builder_changes WHERE application_id = ?",
                        row -> row.flag("behind"),
                        application)
                .isPresent();
    }
}
