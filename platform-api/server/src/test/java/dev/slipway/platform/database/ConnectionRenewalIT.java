package dev.slipway.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.database.Database;
import dev.slipway.database.Sql;
import dev.slipway.database.TestDatabase;
import dev.slipway.platform.PlatformUnderTest;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class ConnectionRenewalIT {
    @Inject
    AgroalDataSource requests;

    @Inject
    @DataSource("all-projects")
    AgroalDataSource loops;

    private AgroalDataSource source;
    private Database database;
    private ConnectionRenewal renewal;

    /// Of its own, for others are at work in those of the platform.
    @BeforeEach
    void open() throws SQLException {
        source = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(true)
                .connectionPoolConfiguration(pool -> pool.minSize(1)
                        .maxSize(8)
                        .connectionFactoryConfiguration(connection -> connection
                                .jdbcUrl(TestDatabase.migratedUrl())
                                .principal(new NamePrincipal("slipway"))
                                .credential(new SimplePassword(TestDatabase.password())))));
        database = Database.of(source);
        renewal = new ConnectionRenewal(source, source);
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void atRestAllEnd() {
        Set<Integer> servers = servers(2);

        renewal.turn();

        await().until(() -> servers.stream().allMatch(this::ended));
    }

    @Test
    void noneEndsWhereOneIsInUse() {
        Set<Integer> servers = servers(2);

        database.transaction(sql -> {
            server(sql);
            renewal.turn();
            return null;
        });

        assertThat(servers(2)).isEqualTo(servers);
    }

    @Test
    void whatABurstHasOpenedStays() {
        Set<Integer> servers = servers(3);

        renewal.turn();

        assertThat(servers(3)).isEqualTo(servers);
    }

    @Test
    void thePoolsOfThePlatformCountTheirConnections() throws SQLException {
        for (AgroalDataSource pool : Set.of(requests, loops)) {
            try (var _ = pool.getConnection()) {
                assertThat(pool.getMetrics().activeCount()).isPositive();
            }
        }
    }

    /// Of so many connections at once.
    private Set<Integer> servers(int number) {
        if (number == 0) {
            return new HashSet<>();
        }
        return database.transaction(sql -> {
            Set<Integer> servers = servers(number - 1);
            servers.add(server(sql));
            return servers;
        });
    }

    /// The process of the server that this connection has.
    private static int server(Sql sql) {
        return sql.first("SELECT pg_backend_pid() AS pid", row -> row.integer("pid"))
                .orElseThrow();
    }

    /// Asked by another pool: one that asks is in use.
    private boolean ended(int server) {
        return Database.of(requests)
                .transaction(sql -> sql.first(
                                "SELECT pid FROM pg_stat_activity WHERE pid = ?", row -> row.integer("pid"), server)
                        .isEmpty());
    }
}
