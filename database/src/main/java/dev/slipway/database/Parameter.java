package dev.slipway.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.postgresql.util.PGobject;

/// What a Java value is for PostgreSQL's driver.
final class Parameter {
    private Parameter() {}

    static Object of(Connection connection, Object value) throws SQLException {
        return switch (value) {
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case List<?> texts -> connection.createArrayOf("text", texts.toArray());
            case Json json -> jsonb(json);
            case null, default -> value;
        };
    }

    private static PGobject jsonb(Json json) throws SQLException {
        PGobject object = new PGobject();
        object.setType("jsonb");
        object.setValue(json.text());
        return object;
    }
}
