package dev.slipway.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Brings a database to the schema of this program. The data source's user owns the schema and may create roles.
public final class Migrations {
    private Migrations() {}

    /// How many migrations ran. Throws FlywayException where the database holds a schema newer than or foreign to
    /// this program.
    public static int migrate(DataSource owner) {
        return Flyway.configure()
                .dataSource(owner)
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
