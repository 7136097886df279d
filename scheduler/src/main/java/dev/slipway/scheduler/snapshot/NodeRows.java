package dev.slipway.scheduler.snapshot;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.node.NodeState;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.snapshot.NodeSnapshot.ReleaseKey;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Nodes as rows. What they say of themselves is not trusted to be sensible.
public final class NodeRows {
    private static final int MOST_MILLIS = 1_000_000;
    private static final long MOST_BYTES = 1L << 53;

    private NodeRows() {}

    /// Above diskLimit percent a node takes nothing new.
    static List<NodeSnapshot> all(Sql sql, int diskLimit) {
        Map<String, Set<ReleaseKey>> images = images(sql);
        return sql.list(
                """
                SELECT name, state, cordoned, draining, cpu_millis, memory_bytes, heartbeat_at, trouble, disk_percent,
                       inventory_at IS NOT NULL AS tells
                FROM nodes ORDER BY name
                """,
                row -> new NodeSnapshot(
                        row.text("name"),
                        row.constant("state", NodeState.class),
                        row.flag("cordoned"),
                        row.flag("draining"),
                        capacity(row),
                        row.instant("heartbeat_at"),
                        unfit(row, diskLimit),
                        row.flag("tells") ? images.getOrDefault(row.text("name"), Set.of()) : null));
    }

    private static String unfit(Row row, int diskLimit) throws SQLException {
        Integer disk = row.integer("disk_percent");
        return row.text("trouble") != null || disk == null || disk <= diskLimit
                ? row.text("trouble")
                : "Its disk is " + disk + " % full.";
    }

    /// Of the releases that may be placed: the current ones, and those that deployments lead to or come from.
    private static Map<String, Set<ReleaseKey>> images(Sql sql) {
        Map<String, Set<ReleaseKey>> images = new HashMap<>();
        sql.list(
                """
                SELECT h.node, r.application_id, r.version
                FROM applications a
                LEFT JOIN deployments d ON d.application_id = a.id AND d.state IN ('pending', 'rolling')
                JOIN releases r ON r.application_id = a.id
                  AND r.version IN (a.current_release, d.release_version, d.previous_version)
                JOIN node_images h ON h.image_id = r.image_id AND (h.engine OR h.digest IS NOT NULL)
                """,
                row -> images.computeIfAbsent(row.text("node"), _ -> new HashSet<>())
                        .add(new ReleaseKey(row.uuid("application_id"), row.integer("version"))));
        return images;
    }

    /// What the columns cpu_millis and memory_bytes say, brought into the bounds of {@link Resources}: one node
    /// out of them must not end the scheduling of all.
    public static Resources capacity(Row row) throws SQLException {
        return new Resources(
                new Cpu(Math.clamp(row.integer("cpu_millis"), 1, MOST_MILLIS)),
                new Bytes(Math.clamp(row.number("memory_bytes"), 1, MOST_BYTES)));
    }
}
