package dev.slipway.platform.release;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.database.Database;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.release.Release;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.environment.EnvironmentStore.RunEnvironment;
import dev.slipway.platform.http.Page;
import dev.slipway.platform.secret.Sealer;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Releases as rows. The values of their environment are sealed as one text.
@Singleton
public class ReleaseStore implements ReleaseEnvironment {
    private static final TypeReference<LinkedHashMap<String, String>> VALUES = new TypeReference<>() {};

    private final Database loops;
    private final Sealer sealer;
    private final JsonColumns json;

    ReleaseStore(@Named("loops") Database loops, Sealer sealer, JsonColumns json) {
        this.loops = loops;
        this.sealer = sealer;
        this.json = json;
    }

    /// What a release is made of besides the application's settings.
    record Ingredients(
            String imageId, String imageDigest, Integer build, String builder, String commit, String cause, String by) {
        static Ingredients reconfigured(Release of, String by) {
            return new Ingredients(
                    of.imageId(), null, of.build(), of.builder(), of.commit(), "configuration changed", by);
        }
    }

    int create(Sql sql, Application application, Ingredients of, RunEnvironment environment) {
        int version = sql.first(
                        "UPDATE applications SET last_release = last_release + 1 WHERE id = ? RETURNING last_release",
                        row -> row.integer("last_release"),
                        application.id())
                .orElseThrow();
        sql.update(
                """
                INSERT INTO releases (project_id, application_id, version, image_id, image_digest, build_number,
                  builder, commit_id, environment, sealed, processes, read_only_root, cause, created_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                application.projectId(),
                application.id(),
                version,
                of.imageId(),
                of.imageDigest(),
                of.build(),
                of.builder(),
                of.commit(),
                json.write(environment.variables()),
                sealer.seal(json.write(environment.values()).text(), context(application.id(), version)),
                json.write(application.settings().processes()),
                application.settings().readOnlyRoot(),
                of.cause(),
                of.by());
        return version;
    }

    private static String context(UUID application, int version) {
        return "release|" + application + "|" + version;
    }

    /// Throws NOT_FOUND.
    Release get(Sql sql, UUID application, int version) {
        return sql.first(
                        "SELECT * FROM releases WHERE application_id = ? AND version = ?",
                        this::release,
                        application,
                        version)
                .orElseThrow(() -> PlatformException.notFound("Release " + version));
    }

    Optional<Release> newest(Sql sql, UUID application) {
        return sql.first(
                "SELECT * FROM releases WHERE application_id = ? ORDER BY version DESC LIMIT 1",
                this::release,
                application);
    }

    /// None of a pull request, which was kept back for good reason.
    Optional<Release> newestTrusted(Sql sql, UUID application) {
        return sql.first("""
                SELECT r.* FROM releases r
                LEFT JOIN builds b ON b.application_id = r.application_id AND b.number = r.build_number
                WHERE r.application_id = ? AND NOT coalesce(b.trigger_kind = 'webhook' AND NOT b.deploy, false)
                ORDER BY r.version DESC LIMIT 1
                """, this::release, application);
    }

    List<Release> page(Sql sql, UUID application, Page.Request page) {
        return sql.list(
                "SELECT * FROM releases WHERE application_id = ? AND version < ? ORDER BY version DESC LIMIT ?",
                this::release,
                application,
                page.afterNumber(Integer.MAX_VALUE),
                page.limit() + 1);
    }

    Map<String, String> values(Sql sql, UUID application, int version) {
        byte[] sealed = sql.first(
                        "SELECT sealed FROM releases WHERE application_id = ? AND version = ?",
                        row -> row.bytes("sealed"),
                        application,
                        version)
                .orElseThrow(() -> PlatformException.notFound("Release " + version));
        return json.read(sealer.open(sealed, context(application, version)), VALUES);
    }

    @Override
    public Map<String, String> of(UUID project, UUID application, int release) {
        return loops.transaction(sql -> values(sql, application, release));
    }

    private Release release(Row row) throws SQLException {
        return new Release(
                row.uuid("id"),
                row.uuid("project_id"),
                row.uuid("application_id"),
                row.integer("version"),
                row.text("image_id"),
                row.text("image_digest"),
                row.instant("image_gone_at"),
                row.integer("build_number"),
                row.text("builder"),
                row.text("commit_id"),
                json.read(row.text("environment"), new TypeReference<List<Release.Variable>>() {}),
                json.read(row.text("processes"), new TypeReference<LinkedHashMap<String, ProcessSpec>>() {}),
                row.flag("read_only_root"),
                row.text("cause"),
                row.text("created_by"),
                row.instant("created_at"));
    }
}
