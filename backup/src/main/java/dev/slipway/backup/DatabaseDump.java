package dev.slipway.backup;

import dev.slipway.backup.Tables.Table;
import dev.slipway.database.Sql;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// The database as it is at one moment, table by table. PostgreSQL's own tool is not among the programs we ship.
///
/// Rows go as text in pieces of 4 MiB (`database/<table>/<piece>`), so that nothing is ever whole in memory; the
/// sequences follow as `database/sequences`. The moment is that of the first look; it lasts until close.
final class DatabaseDump implements AutoCloseable {
    static final String AREA = "database/";
    static final String SEQUENCES = AREA + "sequences";
    private static final int PIECE = 4 << 20;

    private final Connection connection;
    private final Sql sql;

    DatabaseDump(DataSource source) throws SQLException {
        connection = source.getConnection();
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        sql = new Sql(connection);
    }

    int schema() {
        return sql.first(
                        "SELECT max(version::integer) AS version FROM flyway_schema_history WHERE success",
                        row -> row.integer("version"))
                .orElseThrow();
    }

    long incarnation() {
        return sql.first("SELECT incarnation FROM installation", row -> row.number("incarnation"))
                .orElseThrow();
    }

    Set<UUID> applications() {
        return Set.copyOf(sql.list("SELECT id FROM applications", row -> row.uuid("id")));
    }

    /// Which releases need an image, by the image's id, for whoever reads it: `shop/hello release 3`.
    Map<String, List<String>> images() {
        record Need(String image, String release) {}
        return sql.list("""
                        SELECT r.image_id, p.name || '/' || a.name || ' release ' || r.version AS release
                        FROM releases r JOIN applications a ON a.id = r.application_id
                          JOIN projects p ON p.id = r.project_id
                        WHERE p.state <> 'deleting' AND NOT a.purge
                        ORDER BY r.created_at
                        """, row -> new Need(row.text("image_id"), row.text("release"))).stream()
                .collect(Collectors.groupingBy(
                        Need::image, LinkedHashMap::new, Collectors.mapping(Need::release, Collectors.toList())));
    }

    /// Gives how many rows each table had.
    Map<String, Long> write(ArchiveWriter archive) throws SQLException, IOException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Table table : Tables.inOrder(sql)) {
            try (Pieces pieces = new Pieces(archive, AREA + table.name() + "/")) {
                rows.put(
                        table.name(),
                        copies.copyOut("COPY " + table.quoted() + " (" + table.columns() + ") TO STDOUT", pieces));
            }
        }
        byte[] sequences = sequences().getBytes(StandardCharsets.UTF_8);
        archive.add(SEQUENCES, sequences, sequences.length);
        return rows;
    }

    /// Read after the rows' moment, and so never behind them.
    private String sequences() {
        return sql.list("""
                        SELECT sequencename || ' ' || last_value AS line FROM pg_sequences
                        WHERE schemaname = 'public' AND last_value IS NOT NULL
                        """, row -> row.text("line")).stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /// A stream of unknown length as entries of a known one; an empty one is one entry.
    private static final class Pieces extends OutputStream {
        private final ArchiveWriter archive;
        private final String prefix;
        private final Buffer buffer = new Buffer();
        private int number;

        Pieces(ArchiveWriter archive, String prefix) {
            this.archive = archive;
            this.prefix = prefix;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            buffer.write(bytes, offset, length);
            if (buffer.size() >= PIECE) {
                flushPiece();
            }
        }

        private void flushPiece() throws IOException {
            archive.add(prefix + "%06d".formatted(++number), buffer.bytes(), buffer.size());
            buffer.reset();
        }

        @Override
        public void close() throws IOException {
            if (number == 0 || buffer.size() > 0) {
                flushPiece();
            }
        }
    }

    private static final class Buffer extends ByteArrayOutputStream {
        byte[] bytes() {
            return buf;
        }
    }
}
