package dev.slipway.scheduler.apply;

import dev.slipway.database.Sql;
import dev.slipway.model.node.NodeState;
import dev.slipway.model.resource.Resources;
import dev.slipway.scheduler.placement.Candidate;
import dev.slipway.scheduler.placement.Feasibility;
import dev.slipway.scheduler.placement.Veto;
import dev.slipway.scheduler.reconcile.Action.MarkNodeLost;
import dev.slipway.scheduler.snapshot.NodeRows;
import java.util.Optional;

/// Steps of nodes, and the second look at their room under lock.
record NodeWrites(Sql sql) {

    /// Stale when the node was heard after the snapshot.
    boolean markLost(MarkNodeLost action) {
        int rows = sql.update("""
                UPDATE nodes SET state = 'lost' WHERE name = ? AND state = 'ready' AND heartbeat_at <= ?
                """, action.node(), action.heartbeatAt());
        return rows == 1;
    }

    /// Locks the node's row until the transaction ends, sums anew what is on it and judges by the planner's own
    /// rules.
    Optional<Veto> veto(String node, Resources requests) {
        Optional<Candidate> locked = sql.first(
                """
                SELECT name, state, cordoned, cpu_millis, memory_bytes FROM nodes WHERE name = ? FOR NO KEY UPDATE
                """,
                row -> new Candidate(
                        row.text("name"),
                        row.constant("state", NodeState.class) == NodeState.READY,
                        row.flag("cordoned"),
                        NodeRows.capacity(row),
                        0,
                        0,
                        0,
                        0,
                        null,
                        true),
                node);
        return locked.isEmpty()
                ? Optional.of(new Veto(node, Veto.Kind.NOT_READY, node + " is gone"))
                : Feasibility.veto(allocated(locked.get()), requests);
    }

    private Candidate allocated(Candidate candidate) {
        return sql.first("""
                        SELECT coalesce(sum(cpu_millis), 0)::bigint AS cpu,
                               coalesce(sum(memory_bytes), 0)::bigint AS memory
                        FROM instances WHERE node = ? AND state NOT IN ('stopped', 'failed', 'lost')
                        """, row -> candidate.allocated(row.number("cpu"), row.number("memory")), candidate.node())
                .orElseThrow();
    }
}
