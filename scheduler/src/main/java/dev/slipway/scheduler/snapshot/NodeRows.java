package dev.slipway.scheduler.snapshot;

import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.node.NodeState;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import java.sql.SQLException;
import java.util.List;

/// Nodes as rows. What they say of themselves is not trusted to be sensible.
public final class NodeRows {
    private static final int MOST_MILLIS = 1_000_000;
    private static final long MOST_BYTES = 1L << 53;

    private NodeRows() {}

    static List<NodeSnapshot> all(Sql sql) {
        return sql.list(
                """
                SELECT name, state, cordoned, cpu_millis, memory_bytes, heartbeat_at FROM nodes ORDER BY name
                """,
                row -> new NodeSnapshot(
                        row.text("name"),
                        row.constant("state", NodeState.class),
                        row.flag("cordoned"),
                        capacity(row),
                        row.instant("heartbeat_at")));
    }

    /// What the columns cpu_millis and memory_bytes say, brought into the bounds of {@link Resources}: one node out of
    /// them must not end the scheduling of all.
    public static Resources capacity(Row row) throws SQLException {
        return new Resources(
                new Cpu(Math.clamp(row.integer("cpu_millis"), 1, MOST_MILLIS)),
                new Bytes(Math.clamp(row.number("memory_bytes"), 1, MOST_BYTES)));
    }
}
