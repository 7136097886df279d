package dev.slipway.platform.project;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What is left of something that is being removed, counted from its rows: instances that have not ended, everything
/// else as long as it is there.
public final class Remaining {
    private static final List<String> KINDS =
            List.of("applications", "instances", "builds", "releases", "deployments", "routes");

    private Remaining() {}

    public static Map<String, Integer> ofProject(Sql sql, UUID project) {
        return sql.first("""
                        SELECT (SELECT count(*) FROM applications WHERE project_id = p.id) AS applications,
                          (SELECT count(*) FROM instances WHERE project_id = p.id
                             AND state NOT IN ('stopped', 'failed', 'lost')) AS instances,
                          (SELECT count(*) FROM builds WHERE project_id = p.id) AS builds,
                          (SELECT count(*) FROM releases WHERE project_id = p.id) AS releases,
                          (SELECT count(*) FROM deployments WHERE project_id = p.id) AS deployments,
                          (SELECT count(*) FROM routes WHERE project_id = p.id) AS routes
                        FROM projects p WHERE id = ?
                        """, row -> counts(row, KINDS), project).orElseThrow();
    }

    public static Map<String, Integer> ofApplication(Sql sql, UUID application) {
        return sql.first("""
                        SELECT (SELECT count(*) FROM instances WHERE application_id = a.id
                             AND state NOT IN ('stopped', 'failed', 'lost')) AS instances,
                          (SELECT count(*) FROM builds WHERE application_id = a.id) AS builds,
                          (SELECT count(*) FROM releases WHERE application_id = a.id) AS releases,
                          (SELECT count(*) FROM deployments WHERE application_id = a.id) AS deployments,
                          (SELECT count(*) FROM routes WHERE project_id = a.project_id
                             AND targets @> jsonb_build_array(jsonb_build_object('application', a.name))) AS routes
                        FROM applications a WHERE id = ?
                        """, row -> counts(row, KINDS.subList(1, KINDS.size())), application)
                .orElseThrow();
    }

    private static Map<String, Integer> counts(Row row, List<String> kinds) throws SQLException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String kind : kinds) {
            counts.put(kind, Math.toIntExact(row.number(kind)));
        }
        return counts;
    }
}
