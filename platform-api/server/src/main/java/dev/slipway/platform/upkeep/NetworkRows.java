package dev.slipway.platform.upkeep;

import dev.slipway.database.Sql;
import java.time.Duration;

/// Project networks on nodes. One is needed as long as its project has a row; numbers are never given twice.
record NetworkRows(Sql sql) {

    void mark() {
        sql.update("""
                UPDATE node_networks n SET unneeded_since = CASE WHEN p.number IS NULL THEN now() END
                FROM node_networks m LEFT JOIN projects p ON p.number = m.number
                WHERE m.node = n.node AND m.number = n.number AND (p.number IS NULL) <> (n.unneeded_since IS NOT NULL)
                """);
    }

    /// Whether any was ordered away.
    boolean order(Duration grace) {
        return sql.update("""
                INSERT INTO node_orders (node, kind, subject, incarnation)
                SELECT n.node, 'remove_network', n.number::text, i.incarnation
                FROM node_networks n CROSS JOIN installation i
                WHERE n.unneeded_since < now() - make_interval(secs => ?)
                ON CONFLICT (node, kind, subject) DO UPDATE SET incarnation = excluded.incarnation
                  WHERE node_orders.incarnation <> excluded.incarnation
                """, (double) grace.toSeconds()) > 0;
    }

    /// Whether any order was carried out, or is no longer right.
    boolean settleOrders() {
        return sql.update("""
                DELETE FROM node_orders o WHERE o.kind = 'remove_network' AND NOT EXISTS (
                  SELECT FROM node_networks n
                  WHERE n.node = o.node AND n.number::text = o.subject AND n.unneeded_since IS NOT NULL)
                """) > 0;
    }
}
