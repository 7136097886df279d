package dev.slipway.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// Which files a database was last brought to the schema with: a comment on Flyway's own table, so it comes and goes
/// with that.
final class MigrationMark {
    private static final String HISTORY = "flyway_schema_history";

    private final DataSource owner;

    MigrationMark(DataSource owner) {
        this.owner = owner;
    }

    boolean is(String files) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement();
                ResultSet mark =
                        statement.executeQuery("SELECT obj_description(to_regclass('" + HISTORY + "'), 'pg_class')")) {
            return mark.next() && files.equals(mark.getString(1));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /// files is hexadecimal.
    void set(String files) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("COMMENT ON TABLE " + HISTORY + " IS '" + files + "'");
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
