package dev.slipway.build.log;

import dev.slipway.database.Database;
import dev.slipway.database.Outage;
import dev.slipway.database.Row;
import dev.slipway.model.build.BuildState;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// Reads from the builds table how a build ended.
@Singleton
public class PostgresLogEndings implements LogEndings {
    private final Database database;

    public PostgresLogEndings(@Named("loops") Database database) {
        this.database = database;
    }

    /// Empty also while the database is away: who follows looks again.
    @Override
    public Optional<String> lastLine(UUID build) {
        return Outage.orEmpty(() -> database.transaction(sql -> sql.first(
                        "SELECT number, state, reason FROM builds WHERE id = ?", PostgresLogEndings::lastLine, build)
                .orElse(Optional.of(""))));
    }

    private static Optional<String> lastLine(Row row) throws SQLException {
        String build = "build " + row.integer("number");
        return switch (row.constant("state", BuildState.class)) {
            case QUEUED, RUNNING -> Optional.empty();
            case SUCCEEDED -> Optional.of(build + " succeeded");
            case FAILED -> Optional.of(build + " failed: " + row.text("reason"));
            case CANCELLED -> Optional.of(build + " failed: Cancelled");
        };
    }
}
