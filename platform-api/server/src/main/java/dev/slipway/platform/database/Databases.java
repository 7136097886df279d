package dev.slipway.platform.database;

import dev.slipway.database.Database;
import dev.slipway.database.DatabaseException;
import dev.slipway.database.Sql;
import dev.slipway.model.event.Bell;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/// The two ways into the database, and the bell that wakes the loops of this process.
@Singleton
public class Databases {

    /// For requests: joins the transaction that Panache works in, under row-level security.
    @Produces
    @Singleton
    @Named("requests")
    Database requests(javax.sql.DataSource source) {
        return new Database() {
            @Override
            public <T> T transaction(Function<Sql, T> work) {
                return QuarkusTransaction.joiningExisting().call(() -> onOneConnection(source, work));
            }
        };
    }

    /// For loops and nodes: sees every project; each call is a transaction of its own.
    @Produces
    @Singleton
    @Named("loops")
    Database loops(@DataSource("all-projects") javax.sql.DataSource source) {
        return Database.of(source);
    }

    @Produces
    @Singleton
    Bell bell() {
        return new Bell();
    }

    private static <T> T onOneConnection(javax.sql.DataSource source, Function<Sql, T> work) {
        try (Connection connection = source.getConnection()) {
            return work.apply(new Sql(connection));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
