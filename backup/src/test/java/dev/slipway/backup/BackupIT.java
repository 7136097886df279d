package dev.slipway.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.database.Database;
import dev.slipway.database.Migrations;
import dev.slipway.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole backup and its restore, on a real database and real directories, without the launcher.
class BackupIT {
    private static final UUID APPLICATION = UUID.randomUUID();
    private static final String IMAGE = "sha256:" + "1".repeat(64);

    @TempDir
    Path directory;

    private Path key;

    @BeforeEach
    void key() throws IOException {
        key = directory.resolve("key");
        TestKey.in(key, 1);
    }

    @Test
    void rowsSequencesFilesAndSettingsComeBack() throws Exception {
        Installation old = installation("old", "10.208.0.0/12", TestDatabase.migrated());
        populate(old, "shop");
        Installation fresh = installation("fresh", "10.208.0.0/12", TestDatabase.empty());

        Manifest written = restore(backup(old), fresh);

        assertThat(rows(fresh.database(), "SELECT name || ' ' || number AS text FROM projects"))
                .isEqualTo(rows(old.database(), "SELECT name || ' ' || number AS text FROM projects"));
        assertThat(rows(fresh.database(), "SELECT message AS text FROM events ORDER BY id"))
                .isEqualTo(rows(old.database(), "SELECT message AS text FROM events ORDER BY id"))
                .hasSize(2_000);
        assertThat(fresh.platform().resolve("build-logs/a/1.log")).hasContent("built\n");
        assertThat(fresh.platform().resolve("admin-token")).doesNotExist();
        assertThat(fresh.home().resolve("restored/config/custom.properties")).hasContent("slipway.build.slots=3\n");
        assertThat(written.missing()).containsExactly("shop/hello release 1");
        assertThat(written.rows()).containsEntry("projects", 1L).containsEntry("events", 2_000L);
    }

    @Test
    void whatIsMadeAfterARestoreTakesNoNumberTwice() throws Exception {
        Installation old = installation("old", "10.208.0.0/12", TestDatabase.migrated());
        populate(old, "shop");
        execute(old.database(), "INSERT INTO projects (name, uid, subnet) VALUES ('gone', 2, '10.208.2.0/24')");
        execute(old.database(), "DELETE FROM projects WHERE name = 'gone'");
        Installation fresh = installation("fresh", "10.208.0.0/12", TestDatabase.empty());
        restore(backup(old), fresh);

        execute(fresh.database(), "INSERT INTO projects (name, uid, subnet) VALUES ('next', 3, '10.208.3.0/24')");

        assertThat(rows(fresh.database(), "SELECT number::text AS text FROM projects WHERE name = 'next'"))
                .containsExactly("3");
    }

    @Test
    void theIncarnationRisesWithEveryRestoreAndNetworksMoveToTheNewPool() throws Exception {
        Installation old = installation("old", "10.208.0.0/12", TestDatabase.migrated());
        populate(old, "shop");
        byte[] archive = backup(old);
        Installation fresh = installation("fresh", "10.144.0.0/12", TestDatabase.empty());
        long before = Instant.now().getEpochSecond();

        restore(archive, fresh);

        assertThat(rows(fresh.database(), "SELECT subnet AS text FROM projects"))
                .containsExactly("10.144.1.0/24");
        assertThat(Long.parseLong(rows(fresh.database(), "SELECT incarnation::text AS text FROM installation")
                        .getFirst()))
                .isGreaterThanOrEqualTo(before);
    }

    @Test
    void anArchiveOfAnOlderSchemaIsBroughtToTheNewest() throws Exception {
        DataSource database = TestDatabase.empty();
        Migrations.migrate(database, 9);
        Installation old = installation("old", "10.208.0.0/12", database);
        populate(old, "shop");
        Installation fresh = installation("fresh", "10.208.0.0/12", TestDatabase.empty());

        restore(backup(old), fresh);
        Migrations.migrate(fresh.database());

        assertThat(rows(fresh.database(), "SELECT name AS text FROM applications"))
                .containsExactly("hello");
    }

    @Test
    void aNewerSchemaAndADatabaseThatIsNotEmptyAreRefused() throws Exception {
        Installation old = installation("old", "10.208.0.0/12", TestDatabase.migrated());
        populate(old, "shop");
        byte[] archive = backup(old);

        assertThatThrownBy(() -> restore(archive, old))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("not empty");
        DataSource empty = TestDatabase.empty();
        assertThatThrownBy(() -> new DatabaseLoad(empty, Migrations.newest() + 1))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("newer");
        assertThat(rows(empty, "SELECT tablename AS text FROM pg_tables WHERE schemaname = 'public'"))
                .isEmpty();
    }

    @Test
    void whatFailsAtTheEndLeavesNoRow() throws Exception {
        Installation old = installation("old", "10.208.0.0/12", TestDatabase.migrated());
        populate(old, "shop");
        byte[] archive = backup(old);
        byte[] cut = java.util.Arrays.copyOf(archive, archive.length - 200);
        Installation fresh = installation("fresh", "10.208.0.0/12", TestDatabase.empty());

        assertThatThrownBy(() -> restore(cut, fresh)).isInstanceOf(BackupException.class);

        assertThat(rows(fresh.database(), "SELECT name AS text FROM users")).isEmpty();
    }

    private byte[] backup(Installation installation) throws IOException, SQLException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Backup(installation, "0.1.0", Duration.ZERO).write(out);
        return out.toByteArray();
    }

    private static Manifest restore(byte[] archive, Installation installation) throws IOException, SQLException {
        return new Restore(installation).read(new ByteArrayInputStream(archive));
    }

    private Installation installation(String name, String pool, DataSource database) throws IOException {
        Path home = Files.createDirectories(directory.resolve(name));
        return new Installation(home, "abc123", pool, key, database);
    }

    private static void populate(Installation installation, String project) throws IOException {
        execute(installation.database(), "INSERT INTO users (name, password_hash, admin) VALUES ('ada', 'x', true)");
        execute(
                installation.database(),
                "INSERT INTO projects (name, uid, subnet) VALUES ('" + project + "', 1, '10.208.1.0/24')");
        execute(installation.database(), """
                INSERT INTO applications (id, project_id, name, source, processes, rollout, build)
                SELECT '%s', id, 'hello', '{"push":{}}', '{}', '{}', '{"tab":"a\\tb\\\\n"}' FROM projects
                """.formatted(APPLICATION));
        execute(installation.database(), """
                INSERT INTO releases (project_id, application_id, version, image_id, environment, sealed, processes,
                  cause, created_by)
                SELECT project_id, id, 1, '%s', '[]', '\\x00ff0a09', '{}', 'push', 'ada' FROM applications
                """.formatted(IMAGE));
        execute(installation.database(), """
                INSERT INTO events (project_id, kind, subject, message, by)
                SELECT id, 'kind', 'subject', repeat('ä\t\n', 1000) || n, 'ada' FROM projects, generate_series(1, 2000) n
                """);
        Files.createDirectories(installation.platform().resolve("build-logs/a"));
        Files.writeString(installation.platform().resolve("build-logs/a/1.log"), "built\n");
        Files.writeString(installation.platform().resolve("admin-token"), "secret\n");
        Files.createDirectories(installation.home().resolve("config"));
        Files.writeString(installation.home().resolve("config/custom.properties"), "slipway.build.slots=3\n");
    }

    private static void execute(DataSource source, String statement) {
        Database.of(source).run(sql -> sql.update(statement));
    }

    private static List<String> rows(DataSource source, String query) {
        return Database.of(source).transaction(sql -> sql.list(query, row -> row.text("text")));
    }
}
