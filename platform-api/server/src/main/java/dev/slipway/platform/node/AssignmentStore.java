package dev.slipway.platform.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.model.assignment.Upkeep;
import dev.slipway.model.assignment.Upkeep.ImageOrder;
import dev.slipway.model.assignment.Upkeep.NetworkOrder;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.route.Target;
import dev.slipway.platform.node.NodeView.Condition;
import dev.slipway.platform.node.NodeView.Endpoint;
import dev.slipway.platform.node.NodeView.Entry;
import dev.slipway.platform.node.NodeView.Placed;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Reads what a node shall hold, and counts how often that changed.
@Singleton
class AssignmentStore {
    private final ObjectMapper json;

    AssignmentStore(ObjectMapper json) {
        this.json = json;
    }

    /// Which state of a node was last made known, and of which database.
    record Position(long incarnation, long version, String hash) {}

    Optional<Position> position(Sql sql, String node) {
        return sql.first(
                """
                SELECT incarnation, assignment_version, assignment_hash FROM nodes, installation WHERE name = ?
                """,
                row -> new Position(
                        row.number("incarnation"), row.number("assignment_version"), row.text("assignment_hash")),
                node);
    }

    /// Moves on from a position to a new hash, past floor; empty where another reader of the world was faster.
    Optional<Long> advance(Sql sql, String node, Position from, long floor, String hash) {
        return sql.first("""
                UPDATE nodes SET assignment_version = greatest(assignment_version, ?) + 1, assignment_hash = ?
                WHERE name = ? AND assignment_version = ? RETURNING assignment_version
                """, row -> row.number("assignment_version"), floor, hash, node, from.version());
    }

    NodeView view(Sql sql, String node) {
        return new NodeView(node, instances(sql, node), routes(sql), conditions(sql), upkeep(sql, node));
    }

    /// Orders of this incarnation alone: those of a restored backup are not true any more.
    private static Upkeep upkeep(Sql sql, String node) {
        Map<String, List<Order>> orders = sql
                .list("""
                        SELECT o.id, o.kind, o.subject FROM node_orders o JOIN installation i USING (incarnation)
                        WHERE o.node = ? ORDER BY o.created_at, o.subject
                        """, row -> new Order(row.uuid("id").toString(), row.text("kind"), row.text("subject")), node)
                .stream()
                .collect(Collectors.groupingBy(Order::kind));
        return new Upkeep(
                images(orders.get("store")),
                images(orders.get("unload")),
                images(orders.get("remove")),
                orders.getOrDefault("remove_network", List.of()).stream()
                        .map(order -> new NetworkOrder(order.id(), Integer.parseInt(order.subject())))
                        .toList());
    }

    private record Order(String id, String kind, String subject) {}

    private static List<ImageOrder> images(List<Order> orders) {
        return orders == null
                ? List.of()
                : orders.stream()
                        .map(order -> new ImageOrder(order.id(), order.subject()))
                        .toList();
    }

    private List<Placed> instances(Sql sql, String node) {
        Map<String, ProcessSpec> read = new HashMap<>();
        return sql.list("""
                SELECT i.id, i.state, i.project_id, p.name AS project, i.application_id, a.name AS application,
                       i.process, i.release_version, r.commit_id, r.image_id, r.processes -> i.process AS spec,
                       r.read_only_root, i.cpu_millis, i.memory_bytes, p.number, p.uid, p.subnet
                FROM instances i JOIN projects p ON p.id = i.project_id JOIN applications a ON a.id = i.application_id
                  JOIN releases r ON r.application_id = i.application_id AND r.version = i.release_version
                WHERE i.node = ? AND i.state IN ('assigned', 'starting', 'running', 'stopping')
                """, row -> placed(row, read), node);
    }

    private Placed placed(Row row, Map<String, ProcessSpec> read) throws SQLException {
        String spec = row.text("spec");
        return new Placed(
                row.text("id"),
                row.constant("state", InstanceState.class),
                row.uuid("project_id"),
                row.text("project"),
                row.uuid("application_id"),
                row.text("application"),
                row.text("process"),
                row.integer("release_version"),
                row.text("commit_id"),
                row.text("image_id"),
                spec == null ? null : read.computeIfAbsent(spec, text -> parsed(text, new TypeReference<>() {})),
                row.flag("read_only_root"),
                row.integer("cpu_millis"),
                row.number("memory_bytes"),
                new TenantNetwork(row.integer("number"), row.number("uid"), row.text("subnet")));
    }

    private List<Entry> routes(Sql sql) {
        return sql.list(
                """
                SELECT r.id, r.project_id, r.host, r.path, r.targets, p.state <> 'active' AS deleted
                FROM routes r JOIN projects p ON p.id = r.project_id
                """,
                row -> new Entry(
                        row.uuid("id"),
                        row.uuid("project_id"),
                        row.text("host"),
                        row.text("path"),
                        parsed(row.text("targets"), new TypeReference<List<Target>>() {}),
                        row.flag("deleted")));
    }

    private <T> T parsed(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds JSON that is none of ours", e);
        }
    }

    private List<Condition> conditions(Sql sql) {
        Map<UUID, List<Endpoint>> ready = ready(sql);
        return sql.list(
                """
                SELECT a.id, a.project_id, a.name,
                  a.stopped OR a.deleted_at IS NOT NULL OR a.last_deployment = 0 AND NOT b.building AS stopped,
                  coalesce((a.processes #>> '{web,replicas}')::integer, 0) AS replicas,
                  EXISTS (SELECT FROM instances i WHERE i.application_id = a.id AND i.process = 'web'
                            AND i.state IN ('pending', 'assigned', 'starting'))
                  OR EXISTS (SELECT FROM deployments d
                             WHERE d.application_id = a.id AND d.state IN ('pending', 'rolling'))
                  OR a.current_release IS NULL AND b.building AS starting,
                  EXISTS (SELECT FROM instances i WHERE i.application_id = a.id AND i.process = 'web'
                            AND i.state = 'failed' AND i.finished_at > now() - interval '10 minutes'
                            AND i.release_version = (SELECT max(release_version) FROM instances n
                                                     WHERE n.application_id = a.id)) AS failing
                FROM applications a CROSS JOIN LATERAL (
                  SELECT EXISTS (SELECT FROM builds WHERE application_id = a.id
                    AND (state IN ('queued', 'running') OR state = 'succeeded' AND release_version IS NULL)) AS building
                ) b
                """,
                row -> new Condition(
                        row.uuid("project_id"),
                        row.text("name"),
                        row.flag("stopped"),
                        row.integer("replicas"),
                        row.flag("starting"),
                        row.flag("failing"),
                        ready.getOrDefault(row.uuid("id"), List.of())));
    }

    private static Map<UUID, List<Endpoint>> ready(Sql sql) {
        record Ready(UUID application, Endpoint endpoint) {}
        return sql
                .list(
                        """
                        SELECT application_id, node, address, port FROM instances
                        WHERE state = 'running' AND ready AND process = 'web'
                          AND node IS NOT NULL AND address IS NOT NULL AND port IS NOT NULL
                        """,
                        row -> new Ready(
                                row.uuid("application_id"),
                                new Endpoint(row.text("node"), row.text("address"), row.integer("port"))))
                .stream()
                .collect(Collectors.groupingBy(
                        Ready::application, Collectors.mapping(Ready::endpoint, Collectors.toList())));
    }
}
