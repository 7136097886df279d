package dev.slipway.platform.build;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.build.Build;
import dev.slipway.model.build.BuildState;
import dev.slipway.model.build.Commit;
import dev.slipway.model.build.LogLine;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.http.Page;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Builds as rows, as far as the platform writes them: what was asked. The build queue writes what became of it.
@Singleton
public class BuildStore {
    private static final String PUSH = "push";
    static final String WEBHOOK = "webhook";

    private final int mostQueued;
    private final JsonColumns json;

    BuildStore(BuildConfig config, JsonColumns json) {
        this.mostQueued = config.queuedPerProject();
        this.json = json;
    }

    /// What a new build shall be of. environment is sealed, or null.
    record Asked(
            UUID project,
            UUID application,
            String kind,
            String by,
            Origin origin,
            byte[] environment,
            boolean clean,
            boolean deploy) {}

    /// What a new build is made from.
    sealed interface Origin {
        Commit NONE = new Commit("", null, null, null);

        record Known(Commit commit) implements Origin {}

        /// ref is looked for in the application's Git URL; null is where its HEAD is.
        record Wanted(String ref) implements Origin {}

        /// contextDir is the directory in it, "" for its root, null for the one that the application's source says.
        record Archive(Build.Archive kept, String contextDir) implements Origin {}

        default Commit commit() {
            return this instanceof Known known ? known.commit : NONE;
        }

        default Optional<Archive> archive() {
            return this instanceof Archive archive ? Optional.of(archive) : Optional.empty();
        }
    }

    /// Throws QUEUE_FULL where too many builds of the project wait already, but not for a push that replaces the
    /// one before: of those one waits at most, and its commit is stored already. Builds that a webhook asks for are
    /// let in by {@link HookedBuilds}.
    Build queue(Sql sql, Asked asked) {
        boolean replacing = asked.kind().equals(PUSH) && replaces(sql, asked.application());
        if (!replacing && !asked.kind().equals(WEBHOOK)) {
            requireRoom(sql, asked.project());
        }
        int number = next(sql, asked.application());
        sql.update(
                """
                INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id,
                  commit_author, commit_message, commit_ref, resolved, wanted_ref, upload, upload_size, context_dir,
                  environment, clean, deploy, submodules, build_version)
                SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ? AND NOT wanted.submodules, ?, ?, ?, ?, ?, ?, ?, wanted.submodules,
                  a.build_version
                FROM applications a CROSS JOIN LATERAL (SELECT ? AND wants_submodules(a) AS submodules) wanted
                WHERE a.id = ?
                """,
                asked.project(),
                asked.application(),
                number,
                asked.kind(),
                asked.by(),
                asked.origin().commit().id(),
                asked.origin().commit().author(),
                asked.origin().commit().message(),
                asked.origin().commit().ref(),
                !(asked.origin() instanceof Origin.Wanted),
                asked.origin() instanceof Origin.Wanted(String ref) ? ref : null,
                asked.origin()
                        .archive()
                        .map(Origin.Archive::kept)
                        .map(Build.Archive::digest)
                        .orElse(null),
                asked.origin()
                        .archive()
                        .map(Origin.Archive::kept)
                        .map(Build.Archive::size)
                        .orElse(null),
                asked.origin().archive().map(Origin.Archive::contextDir).orElse(null),
                asked.environment(),
                asked.clean(),
                asked.deploy(),
                asked.origin().archive().isEmpty(),
                asked.application());
        return get(sql, asked.application(), number);
    }

    /// Whether of what triggers bring the newest alone is built.
    static boolean replaces(Sql sql, UUID application) {
        return sql.first(
                        "SELECT run_policy(a) = 'serial-latest-only' AS replaces FROM applications a WHERE id = ?",
                        row -> row.flag("replaces"),
                        application)
                .orElseThrow();
    }

    private static int next(Sql sql, UUID application) {
        return sql.first("""
                        UPDATE applications SET last_build = last_build + 1 WHERE id = ? RETURNING last_build
                        """, row -> row.integer("last_build"), application).orElseThrow();
    }

    /// What the build was made from, once more: its commit or archive, its variables, its ref where the commit was
    /// never found; with or without submodules as the application says now. Throws QUEUE_FULL.
    Build again(Sql sql, Build build, boolean deploy, String by) {
        return again(sql, build, new Build.Trigger("retry", by, null), deploy);
    }

    /// As {@link #again}, for another reason than that somebody wanted a retry.
    Build again(Sql sql, Build build, Build.Trigger trigger, boolean deploy) {
        requireRoom(sql, build.projectId());
        int number = next(sql, build.applicationId());
        sql.update("""
                INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, trigger_cause, commit_id,
                  commit_author, commit_message, commit_ref, resolved, wanted_ref, upload, upload_size, context_dir,
                  environment, clean, deploy, submodules, build_version)
                SELECT b.project_id, b.application_id, ?, ?, ?, ?, b.commit_id, b.commit_author, b.commit_message,
                  b.commit_ref, b.upload IS NOT NULL OR b.commit_id <> '' AND NOT wanted.submodules, b.wanted_ref,
                  b.upload, b.upload_size, b.context_dir, b.environment, b.clean, ?, wanted.submodules, a.build_version
                FROM builds b JOIN applications a ON a.id = b.application_id
                CROSS JOIN LATERAL (SELECT b.upload IS NULL AND wants_submodules(a) AS submodules) wanted
                WHERE b.id = ?
                """, number, trigger.kind(), trigger.by(), trigger.cause(), deploy, build.id());
        return get(sql, build.applicationId(), number);
    }

    /// Throws QUEUE_FULL. What a newer one replaces does not count.
    void requireRoom(Sql sql, UUID project) {
        int queued = sql.first("""
                        SELECT count(*)::integer AS queued FROM builds b
                        WHERE b.project_id = ? AND b.state = 'queued' AND replaced_by(b) IS NULL
                        """, row -> row.integer("queued"), project).orElse(0);
        if (queued >= mostQueued) {
            throw PlatformException.of(
                    ErrorCode.QUEUE_FULL,
                    queued + " builds of this project wait already; at most " + mostQueued + " may.",
                    "Wait for one to end, or cancel one.");
        }
    }

    /// Throws NOT_FOUND.
    Build get(Sql sql, UUID application, int number) {
        return sql.first(
                        "SELECT * FROM builds WHERE application_id = ? AND number = ?",
                        this::build,
                        application,
                        number)
                .orElseThrow(() -> PlatformException.notFound("Build " + number));
    }

    Optional<Build> find(Sql sql, UUID id) {
        return sql.first("SELECT * FROM builds WHERE id = ?", this::build, id);
    }

    public Optional<Build> newest(Sql sql, UUID application) {
        return sql.first(
                "SELECT * FROM builds WHERE application_id = ? ORDER BY number DESC LIMIT 1", this::build, application);
    }

    /// Whether the newest build was made with the present builder and source settings.
    static boolean isCurrent(Sql sql, UUID application, int number) {
        return sql.first("""
                        SELECT true AS current FROM builds b JOIN applications a ON a.id = b.application_id
                        WHERE b.application_id = ? AND b.number = ? AND b.build_version = a.build_version
                        """, row -> row.flag("current"), application, number).isPresent();
    }

    List<Build> page(Sql sql, UUID application, Page.Request page) {
        return sql.list(
                "SELECT * FROM builds WHERE application_id = ? AND number < ? ORDER BY number DESC LIMIT ?",
                this::build,
                application,
                page.afterNumber(Integer.MAX_VALUE),
                page.limit() + 1);
    }

    void cancel(Sql sql, UUID id) {
        sql.update("UPDATE builds SET cancel_requested = true WHERE id = ?", id);
    }

    private Build build(Row row) throws SQLException {
        return new Build(
                row.uuid("id"),
                row.uuid("project_id"),
                row.uuid("application_id"),
                row.integer("number"),
                row.constant("state", BuildState.class),
                row.text("stage"),
                row.text("reason"),
                row.text("message"),
                row.texts("evidence"),
                firstError(row),
                row.text("next"),
                new Build.Trigger(row.text("trigger_kind"), row.text("trigger_by"), row.text("trigger_cause")),
                commit(row),
                archive(row),
                row.text("builder"),
                row.text("image_id"),
                row.integer("release_version"),
                json.read(row.text("stages"), new TypeReference<>() {}),
                row.instant("queued_at"),
                row.instant("started_at"),
                row.instant("finished_at"));
    }

    private static Build.Archive archive(Row row) throws SQLException {
        return row.text("upload") == null ? null : new Build.Archive(row.text("upload"), row.number("upload_size"));
    }

    private static LogLine firstError(Row row) throws SQLException {
        return row.text("first_error") == null
                ? null
                : new LogLine(
                        row.integer("first_error_line"), row.number("first_error_offset"), row.text("first_error"));
    }

    private static Commit commit(Row row) throws SQLException {
        return row.text("commit_id").isEmpty()
                ? null
                : new Commit(
                        row.text("commit_id"),
                        row.text("commit_author"),
                        row.text("commit_message"),
                        row.text("commit_ref"));
    }
}
