package dev.slipway.scheduler.snapshot;

import dev.slipway.database.Sql;
import dev.slipway.model.node.NodeState;
import dev.slipway.model.resource.Bytes;
import dev.slipway.model.resource.Cpu;
import dev.slipway.model.resource.Resources;
import java.util.List;

final class NodeRows {
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
                        new Resources(new Cpu(row.integer("cpu_millis")), new Bytes(row.number("memory_bytes"))),
                        row.instant("heartbeat_at")));
    }
}
