package dev.slipway.backup;

import dev.slipway.backup.Tables.Table;
import dev.slipway.database.Migrations;
import dev.slipway.database.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// Puts a dump into an empty database, in one transaction: all of it is there when it is committed, or nothing.
/// The schema is made by the migrations, up to the one the dump was taken at.
final class DatabaseLoad implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Connection connection;
    private final Sql sql;
    private final Map<String, Table> tables;
    private final byte[] buffer = new byte[BUFFER];

    /// Throws BackupException where the database is not empty or the dump's schema is newer than this program's.
    DatabaseLoad(DataSource owner, int schema) throws SQLException {
        if (schema > Migrations.newest()) {
            throw new BackupException("the archive has schema " + schema + ", this program knows up to "
                    + Migrations.newest() + ": restore it with the program that made it or a newer one");
        }
        Migrations.migrate(owner, schema);
        connection = owner.getConnection();
        connection.setAutoCommit(false);
        sql = new Sql(connection);
        tables = Tables.inOrder(sql).stream().collect(Collectors.toMap(Table::name, Function.identity()));
        clear();
    }

    /// What the migrations themselves have put in comes with the dump.
    private void clear() throws SQLException {
        if (sql.first("SELECT 1 AS one FROM users LIMIT 1", row -> row.integer("one"))
                .isPresent()) {
            throw new BackupException("the database is not empty");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "TRUNCATE " + tables.values().stream().map(Table::quoted).collect(Collectors.joining(", ")));
        }
    }

    /// One entry of the archive; entries come as they were written.
    void take(String name, InputStream content) throws SQLException, IOException {
        if (name.equals(DatabaseDump.SEQUENCES)) {
            sequences(new String(content.readAllBytes(), StandardCharsets.UTF_8));
            return;
        }
        Table table = tables.get(name.split("/")[1]);
        if (table == null) {
            throw new BackupException("the archive holds a table that this program does not know: " + name);
        }
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table.quoted() + " (" + table.columns() + ") FROM STDIN");
        try {
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                copy.writeToCopy(buffer, 0, read);
            }
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void sequences(String lines) {
        lines.lines()
                .map(line -> line.split(" "))
                .forEach(line -> sql.first(
                        "SELECT setval(?::regclass, ?) AS value",
                        row -> row.number("value"),
                        line[0],
                        Long.parseLong(line[1])));
    }

    /// Agents take this database for a newer one than any they have heard of, also than an earlier restore of it.
    void raiseIncarnation() {
        sql.update(
                "UPDATE installation SET incarnation = greatest(incarnation + 1, extract(epoch FROM now())::bigint)");
    }

    /// Moves every project's network to the same place of another pool; both are ranges of one size.
    void movePool(String from, String to) {
        if (!from.equals(to)) {
            sql.update("""
                    UPDATE projects
                    SET subnet = set_masklen(?::cidr::inet + (subnet::cidr::inet - ?::cidr::inet), masklen(subnet::cidr))::cidr::text
                    """, to, from);
        }
    }

    long rows(String table) {
        return sql.first("SELECT count(*) AS rows FROM " + tables.get(table).quoted(), row -> row.number("rows"))
                .orElseThrow();
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
