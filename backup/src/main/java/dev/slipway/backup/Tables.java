package dev.slipway.backup;

import dev.slipway.database.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The tables of the schema with their columns, each after those it refers to, so that rows can be loaded in this
/// order with all constraints in force.
final class Tables {
    private static final String HISTORY = "flyway_schema_history";

    private Tables() {}

    /// columns are quoted and separated by commas; computed ones are left out.
    record Table(String name, String columns) {
        String quoted() {
            return "\"" + name + "\"";
        }
    }

    private record Reference(String from, String to) {}

    static List<Table> inOrder(Sql sql) {
        Map<String, Table> left = new LinkedHashMap<>();
        columns(sql).forEach(table -> left.put(table.name(), table));
        List<Reference> references = references(sql);
        List<Table> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            Set<String> waiting = new HashSet<>();
            references.stream()
                    .filter(reference -> left.containsKey(reference.to()))
                    .forEach(reference -> waiting.add(reference.from()));
            List<Table> next = left.values().stream()
                    .filter(table -> !waiting.contains(table.name()))
                    .toList();
            if (next.isEmpty()) {
                throw new IllegalStateException("tables refer to each other in a circle: " + left.keySet());
            }
            ordered.addAll(next);
            next.forEach(table -> left.remove(table.name()));
        }
        return ordered;
    }

    private static List<Table> columns(Sql sql) {
        return sql.list("""
                SELECT c.relname AS name, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
                FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ?
                  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                GROUP BY c.relname ORDER BY c.relname
                """, row -> new Table(row.text("name"), row.text("columns")), HISTORY);
    }

    /// A table that refers to itself is no obstacle: constraints are checked when all its rows are there.
    private static List<Reference> references(Sql sql) {
        return sql.list("""
                SELECT f.relname AS source, t.relname AS target
                FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
                WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND f.oid <> t.oid
                """, row -> new Reference(row.text("source"), row.text("target")));
    }
}
