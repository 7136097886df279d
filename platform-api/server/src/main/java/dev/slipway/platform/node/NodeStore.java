package dev.slipway.platform.node;

import dev.slipway.database.Database;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.node.NodeState;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Nodes and what they can build with, as they say it themselves.
@Singleton
class NodeStore {
    private static final String NODES = """
            SELECT n.name, n.state, n.cordoned, n.draining, n.engine, n.agent_version, n.cpu_millis, n.memory_bytes,
                   n.trouble, n.disk_percent, n.heartbeat_at, n.created_at, n.assignment_version, n.observed_version,
                   count(i.id) AS instances, coalesce(sum(i.cpu_millis), 0) AS allocated_cpu,
                   coalesce(sum(i.memory_bytes), 0)::bigint AS allocated_memory
            FROM nodes n LEFT JOIN instances i
              ON i.node = n.name AND i.state IN ('assigned', 'starting', 'running', 'stopping')
            WHERE n.name > ? AND (?::text IS NULL OR n.name = ?)
            GROUP BY n.id ORDER BY n.name LIMIT ?
            """;

    private final Database database;
    private final Database requests;

    NodeStore(@Named("loops") Database database, @Named("requests") Database requests) {
        this.database = database;
        this.requests = requests;
    }

    /// A node as administrators see it. allocated is the sum of what its instances were given.
    record Node(
            String name,
            NodeState state,
            boolean cordoned,
            String trouble,
            Integer diskPercent,
            boolean draining,
            String engine,
            String agentVersion,
            int cpuMillis,
            long memoryBytes,
            long allocatedCpuMillis,
            long allocatedMemoryBytes,
            long instances,
            long assignmentVersion,
            long observedVersion,
            Instant heartbeatAt,
            Instant createdAt) {}

    /// The node is here and well. Returns the incarnation of the database.
    long register(NodeName node, NodeRegistration registration) {
        return database.transaction(sql -> {
            upsert(sql, node, registration);
            CatalogueRows.told(sql, node, registration);
            return incarnation(sql);
        });
    }

    private static void upsert(Sql sql, NodeName node, NodeRegistration registration) {
        sql.update(
                """
                INSERT INTO nodes (name, cpu_millis, memory_bytes, engine, agent_version) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET cpu_millis = excluded.cpu_millis,
                  memory_bytes = excluded.memory_bytes, engine = excluded.engine,
                  agent_version = excluded.agent_version, state = 'ready', heartbeat_at = now()
                """,
                node.value(),
                registration.cpuMillis(),
                registration.memoryBytes(),
                registration.engine(),
                registration.agentVersion());
    }

    static long incarnation(Sql sql) {
        return sql.first("SELECT incarnation FROM installation", row -> row.number("incarnation"))
                .orElseThrow(() -> new IllegalStateException("the database has no installation row"));
    }

    /// By name, at most limit, those after the given name ("" for the first page).
    List<Node> list(String after, int limit) {
        return database.transaction(sql -> sql.list(NODES, NodeStore::node, after, null, null, limit));
    }

    Optional<Node> find(NodeName name) {
        return database.transaction(sql -> sql.first(NODES, NodeStore::node, "", name.value(), name.value(), 1));
    }

    /// Whether there is such a node.
    boolean cordon(NodeName name, boolean cordoned) {
        return requests.transaction(sql ->
                sql.update("UPDATE nodes SET cordoned = ? OR draining WHERE name = ?", cordoned, name.value()) > 0);
    }

    /// A draining node is cordoned; one that is no longer drained is open again. Whether there is such a node.
    boolean drain(NodeName name, boolean draining) {
        return requests.transaction(sql -> sql.update(
                        "UPDATE nodes SET cordoned = ?, draining = ? WHERE name = ?", draining, draining, name.value())
                > 0);
    }

    private static Node node(Row row) throws SQLException {
        return new Node(
                row.text("name"),
                row.constant("state", NodeState.class),
                row.flag("cordoned"),
                row.text("trouble"),
                row.integer("disk_percent"),
                row.flag("draining"),
                row.text("engine"),
                row.text("agent_version"),
                row.integer("cpu_millis"),
                row.number("memory_bytes"),
                row.number("allocated_cpu"),
                row.number("allocated_memory"),
                row.number("instances"),
                row.number("assignment_version"),
                row.number("observed_version"),
                row.instant("heartbeat_at"),
                row.instant("created_at"));
    }
}
