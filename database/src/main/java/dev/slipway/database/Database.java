package dev.slipway.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/// A PostgreSQL database as its stores see it: work done in one transaction.
/// It commits when the work returns and rolls back when it throws.
public interface Database {

    <T> T transaction(Function<Sql, T> work);

    default void run(Consumer<Sql> work) {
        transaction(sql -> {
            work.accept(sql);
            return null;
        });
    }

    /// Each call is a transaction of its own on a connection of its own.
    static Database of(DataSource source) {
        return new Database() {
            @Override
            public <T> T transaction(Function<Sql, T> work) {
                try (Connection connection = source.getConnection()) {
                    return committed(connection, work);
                } catch (SQLException e) {
                    throw new DatabaseException(e);
                }
            }
        };
    }

    private static <T> T committed(Connection connection, Function<Sql, T> work) throws SQLException {
        connection.setAutoCommit(false);
        Sql sql = new Sql(connection);
        try {
            T result = work.apply(sql);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            undo(connection, e);
            throw e;
        } finally {
            if (!connection.isClosed()) {
                sql.impatient();
                connection.setAutoCommit(true);
            }
        }
    }

    /// A connection that broke cannot even be rolled back; what broke it is what is told.
    private static void undo(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
