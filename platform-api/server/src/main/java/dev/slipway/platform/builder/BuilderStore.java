package dev.slipway.platform.builder;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.platform.builder.AddedBuilder.BuilderImage;
import dev.slipway.platform.database.JsonColumns;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The catalogue as the interface shows it, and the builders that administrators added to it.
@Singleton
class BuilderStore {
    private static final String FIND = """
            SELECT name, description, tags, detects, sample, images, version, created_at
            FROM added_builders WHERE name = ? AND removed_at IS NULL
            """;

    private final JsonColumns json;

    BuilderStore(JsonColumns json) {
        this.json = json;
    }

    /// One version of a builder. made says whether a node has its image; fault is what a node says
    /// against an added one, or null.
    record Version(
            String name,
            String version,
            String image,
            String description,
            List<String> tags,
            List<String> detects,
            boolean made,
            boolean added,
            String fault) {}

    /// By name, within each by version, the later first; of one builder, or of all where name is null.
    List<Version> catalogue(Sql sql, String name) {
        return sql.list("""
                SELECT c.name, c.version, c.image, c.description, c.tags, c.detects, c.made, c.added,
                       (SELECT n.fault FROM node_added_builders n
                        WHERE c.added AND n.name = c.name AND n.version = c.version AND n.image = c.image
                          AND n.fault IS NOT NULL
                        ORDER BY n.image_id NULLS LAST, n.node LIMIT 1) AS fault
                FROM catalogue c WHERE ?::text IS NULL OR c.name = ? ORDER BY c.name COLLATE "C", c.version DESC
                """, BuilderStore::version, name, name);
    }

    private static Version version(Row row) throws SQLException {
        return new Version(
                row.text("name"),
                row.text("version"),
                row.text("image"),
                row.text("description"),
                row.texts("tags"),
                row.texts("detects"),
                row.flag("made"),
                row.flag("added"),
                row.text("fault"));
    }

    Optional<AddedBuilder> find(Sql sql, String name) {
        return sql.first(FIND, this::added, name);
    }

    /// Until the end of the transaction nobody else changes it.
    Optional<AddedBuilder> locked(Sql sql, String name) {
        return sql.first(FIND + "FOR UPDATE", this::added, name);
    }

    private AddedBuilder added(Row row) throws SQLException {
        return new AddedBuilder(
                row.text("name"),
                row.text("description"),
                row.texts("tags"),
                row.texts("detects"),
                row.text("sample"),
                json.read(row.text("images"), new TypeReference<List<BuilderImage>>() {}),
                row.number("version"),
                row.instant("created_at"));
    }

    /// Whether a node has or can make a builder of that name of its own.
    boolean ownOfNodes(Sql sql, String name) {
        return sql.first("SELECT true AS own FROM builders WHERE name = ? LIMIT 1", row -> row.flag("own"), name)
                .isPresent();
    }

    /// Whether the name was free.
    boolean add(Sql sql, BuilderResource.Request wanted, String by) {
        return sql.update(
                        """
                        INSERT INTO added_builders AS a
                          (name, description, tags, detects, sample, images, created_by)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (name) DO UPDATE SET description = excluded.description, tags = excluded.tags,
                          detects = excluded.detects, sample = excluded.sample, images = excluded.images,
                          created_by = excluded.created_by, created_at = now(), removed_at = NULL,
                          version = a.version + 1
                        WHERE a.removed_at IS NOT NULL
                        """,
                        wanted.name(),
                        wanted.description(),
                        wanted.tags(),
                        wanted.detects(),
                        wanted.sample(),
                        json.write(wanted.images()),
                        by)
                == 1;
    }

    void change(Sql sql, BuilderResource.Request wanted) {
        sql.update(
                """
                UPDATE added_builders SET description = ?, tags = ?, detects = ?, sample = ?, images = ?,
                  version = version + 1
                WHERE name = ?
                """,
                wanted.description(),
                wanted.tags(),
                wanted.detects(),
                wanted.sample(),
                json.write(wanted.images()),
                wanted.name());
    }

    void remove(Sql sql, String name) {
        sql.update("UPDATE added_builders SET removed_at = now() WHERE name = ?", name);
    }
}
