package dev.slipway.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;

/// Reads an installation's database as its owner, over a connection of its own each time.
record Rows(Installation installation) {

    /// What becomes of one row.
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /// Throws IllegalStateException while PostgreSQL is away.
    <T> void each(String query, Reading<T> reading, Object... parameters) {
        try (Connection connection = connection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reading.of(rows);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connection() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "slipway");
        properties.setProperty("password", read("password"));
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + read("port") + "/postgres", properties);
    }

    private String read(String file) {
        try {
            Path postgres = installation.home().resolve("postgres");
            return Files.readString(postgres.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
