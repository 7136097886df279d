package dev.slipway.build.queue;

import dev.slipway.database.Database;
import dev.slipway.database.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Rows for tests of the queue.
final class BuildSamples {
    private final Database database;
    private int number;

    BuildSamples(Database database) {
        this.database = database;
    }

    UUID project(String name) {
        int n = ++number;
        return id(
                "INSERT INTO projects (name, uid, subnet) VALUES (?, ?, ?) RETURNING id",
                name,
                1_000_000_000L + n,
                "10.208." + n + ".0/24");
    }

    UUID application(UUID project, String name) {
        return application(project, name, null);
    }

    UUID application(UUID project, String name, String builder) {
        return id(
                """
                INSERT INTO applications (project_id, name, builder, source, processes, rollout, build)
                VALUES (?, ?, ?, ?, '{}', '{}', ?) RETURNING id
                """,
                project,
                name,
                builder,
                new Json("{\"push\":{\"branch\":\"main\",\"contextDir\":null}}"),
                new Json("{\"timeout\":\"PT1M\",\"user\":\"project\",\"resources\":{\"cpu\":\"500m\"}}"));
    }

    UUID build(UUID application, int buildNumber, String trigger) {
        return id("""
                INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id)
                SELECT project_id, id, ?, ?, 'ada', 'c0ffee' FROM applications WHERE id = ? RETURNING id
                """, buildNumber, trigger, application);
    }

    /// One that succeeded, whose image that node holds.
    void built(UUID application, int buildNumber, String ref, String builder, String image, String node) {
        UUID build = build(application, buildNumber, "push");
        database.run(sql -> {
            sql.update("""
                    UPDATE builds SET state = 'succeeded', commit_ref = ?, builder = ?, image_id = ?, finished_at = now()
                    WHERE id = ?
                    """, ref, builder, image, build);
            sql.update("INSERT INTO node_images (node, image_id, engine) VALUES (?, ?, true)", node, image);
        });
    }

    void incremental(UUID application) {
        database.run(sql -> sql.update(
                "UPDATE applications SET build = build || '{\"incremental\": true}'::jsonb WHERE id = ?", application));
    }

    void runPolicy(UUID application, String policy) {
        database.run(sql -> sql.update(
                "UPDATE applications SET build = build || jsonb_build_object('runPolicy', ?::text) WHERE id = ?",
                policy,
                application));
    }

    /// The application's builds go into that image.
    void runtimeImage(UUID application, String reference, String artifacts) {
        database.run(sql -> sql.update("""
                UPDATE applications SET build = build
                    || jsonb_build_object('incremental', true, 'runtimeImage', ?::text, 'artifacts', ?::text)
                WHERE id = ?
                """, reference, artifacts, application));
    }

    /// The application is built of that Dockerfile, with an argument A.
    void dockerfile(UUID application, String path) {
        database.run(sql -> sql.update("""
                UPDATE applications SET build = build || jsonb_build_object('strategy', 'dockerfile', 'dockerfile',
                  jsonb_build_object('path', ?::text, 'target', NULL, 'arguments', '{"A": "1"}'::jsonb))
                WHERE id = ?
                """, path, application));
    }

    void allowDockerfiles(UUID project, boolean allowed) {
        database.run(sql -> sql.update("UPDATE projects SET dockerfile_builds = ? WHERE id = ?", allowed, project));
    }

    void took(UUID build, int seconds) {
        database.run(sql -> sql.update(
                "UPDATE builds SET finished_at = started_at + make_interval(secs => ?) WHERE id = ?", seconds, build));
    }

    Instant startedAt(UUID application, int number) {
        return database.transaction(sql -> sql.first(
                        "SELECT started_at FROM builds WHERE application_id = ? AND number = ?",
                        row -> row.instant("started_at"),
                        application,
                        number)
                .orElseThrow());
    }

    void expire(UUID build) {
        database.run(
                sql -> sql.update("UPDATE builds SET lease_until = now() - interval '1 second' WHERE id = ?", build));
    }

    void builder(String name, String version, List<String> detects) {
        database.run(sql -> sql.update("""
                INSERT INTO builders (name, version, image, image_id, description, detects)
                VALUES (?, ?, ?, ?, '', ?)
                """, name, version, name + ":" + version, "sha256:" + name + version, detects));
    }

    /// One that an administrator added, with its version 1.
    void added(String name, String image, List<String> detects) {
        database.run(sql -> sql.update("""
                INSERT INTO added_builders (name, description, tags, detects, images, created_by)
                VALUES (?, '', '{}', ?, jsonb_build_array(jsonb_build_object('version', '1', 'image', ?::text)), 'ann')
                """, name, detects, image));
    }

    void found(String node, String name, String image, String id) {
        database.run(sql -> sql.update("""
                INSERT INTO node_added_builders (node, name, version, image, image_id) VALUES (?, ?, '1', ?, ?)
                """, node, name, image, id));
    }

    /// The column's value as PostgreSQL writes it; the column's name comes from the test's own text.
    String text(UUID build, String column) {
        return database.transaction(sql -> sql.first(
                        "SELECT " + column + "::text AS value FROM builds WHERE id = ?",
                        row -> row.text("value"),
                        build)
                .orElseThrow());
    }

    List<String> eventKinds(UUID build) {
        return database.transaction(sql -> sql.list("""
                SELECT e.kind FROM events e JOIN builds b ON b.application_id = e.application_id
                WHERE b.id = ? ORDER BY e.id
                """, row -> row.text("kind"), build));
    }

    private UUID id(String text, Object... parameters) {
        return database.transaction(
                sql -> sql.first(text, row -> row.uuid("id"), parameters).orElseThrow());
    }
}
