package dev.slipway.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Statements inside one transaction. Parameters are positional (`?`), in the order of the text block.
/// An Instant becomes timestamptz, an enum its lower-case name, a List of texts a text[], Json a jsonb.
public final class Sql {
    private final Connection connection;
    private int usualLimit = -1;

    public Sql(Connection connection) {
        this.connection = connection;
    }

    /// Lets the statements of this transaction take longer than statements usually may.
    public void patient(Duration limit) {
        try {
            usualLimit = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        first("SELECT set_config('statement_timeout', ?, true)", _ -> true, String.valueOf(limit.toMillis()));
    }

    /// The connection is for others again.
    void impatient() throws SQLException {
        if (usualLimit >= 0) {
            connection.setNetworkTimeout(Runnable::run, usualLimit);
        }
    }

    /// Rows turned into values one by one, in the order the database gives.
    public <T> List<T> list(String text, RowMapper<T> mapper, Object... parameters) {
        try (PreparedStatement statement = prepared(text, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            Row row = new Row(rows);
            while (rows.next()) {
                result.add(mapper.map(row));
            }
            return result;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /// The first row, if there is one.
    public <T> Optional<T> first(String text, RowMapper<T> mapper, Object... parameters) {
        List<T> rows = list(text, mapper, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    /// How many rows the statement changed.
    public int update(String text, Object... parameters) {
        try (PreparedStatement statement = prepared(text, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private PreparedStatement prepared(String text, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, Parameter.of(connection, parameters[i]));
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /// One row into one value.
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(Row row) throws SQLException;
    }
}
