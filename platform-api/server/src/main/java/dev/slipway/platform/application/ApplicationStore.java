package dev.slipway.platform.application;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.database.DatabaseException;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.application.Application.Settings;
import dev.slipway.model.application.BuildSettings;
import dev.slipway.model.application.ProcessSpec;
import dev.slipway.model.application.Rollout;
import dev.slipway.model.application.Source;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.name.ResourceName;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.http.Page;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Applications as rows. Settings are jsonb in the form of the interface.
@Singleton
public class ApplicationStore {
    private final JsonColumns json;

    public ApplicationStore(JsonColumns json) {
        this.json = json;
    }

    /// Throws NOT_FOUND.
    public Application get(Sql sql, UUID project, String name) {
        return named(sql, project, name, "");
    }

    /// As {@link #get}, for a change: whoever else changes the application waits until this transaction ends. The
    /// application is locked before anything of it. Throws NOT_FOUND.
    public Application locked(Sql sql, UUID project, String name) {
        return named(sql, project, name, " FOR NO KEY UPDATE");
    }

    private Application named(Sql sql, UUID project, String name, String lock) {
        return sql.first(
                        "SELECT * FROM applications WHERE project_id = ? AND name = ?" + lock,
                        this::application,
                        project,
                        name)
                .orElseThrow(() -> PlatformException.notFound(
                        "Application \"" + name + "\"",
                        "Check the name; applications are made in the console or by POST to the project's"
                                + " applications, also for a push."));
    }

    /// For a loop that changes it.
    public Optional<Application> locked(Sql sql, UUID id) {
        return sql.first("SELECT * FROM applications WHERE id = ? FOR NO KEY UPDATE", this::application, id);
    }

    public Optional<Application> find(Sql sql, UUID id) {
        return sql.first("SELECT * FROM applications WHERE id = ?", this::application, id);
    }

    List<Application> page(Sql sql, UUID project, Page.Request page) {
        return sql.list(
                "SELECT * FROM applications WHERE project_id = ? AND name > ? ORDER BY name LIMIT ?",
                this::application,
                project,
                page.after() == null ? "" : page.after(),
                page.limit() + 1);
    }

    /// Throws NAME_TAKEN.
    Application create(Sql sql, UUID project, ResourceName name, Settings settings) {
        try {
            sql.update(
                    """
                    INSERT INTO applications
                      (project_id, name, source, builder, processes, rollout, build, read_only_root)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    project,
                    name.value(),
                    json.write(settings.source()),
                    settings.builder(),
                    json.write(settings.processes()),
                    json.write(settings.rollout()),
                    json.write(settings.build()),
                    settings.readOnlyRoot());
        } catch (DatabaseException e) {
            throw e.isDuplicate()
                    ? PlatformException.field(
                            ErrorCode.NAME_TAKEN,
                            "name",
                            "the project has an application \"" + name + "\" already",
                            "Choose another name.")
                    : e;
        }
        return get(sql, project, name.value());
    }

    /// Writes changed settings; what builds depend on raises build_version as well.
    void change(Sql sql, Application application, Settings settings) {
        boolean buildChanged = !settings.source().equals(application.settings().source())
                || !java.util.Objects.equals(
                        settings.builder(), application.settings().builder())
                || !settings.build().makesSameImage(application.settings().build());
        sql.update(
                """
                UPDATE applications SET source = ?, builder = ?, processes = ?, rollout = ?, build = ?,
                  read_only_root = ?, version = version + 1, build_version = build_version + ? WHERE id = ?
                """,
                json.write(settings.source()),
                settings.builder(),
                json.write(settings.processes()),
                json.write(settings.rollout()),
                json.write(settings.build()),
                settings.readOnlyRoot(),
                buildChanged ? 1 : 0,
                application.id());
    }

    /// Something of the configuration that is kept elsewhere changed (the environment).
    public void touch(Sql sql, UUID id, boolean concernsBuilds) {
        sql.update(
                "UPDATE applications SET version = version + 1, build_version = build_version + ? WHERE id = ?",
                concernsBuilds ? 1 : 0,
                id);
    }

    void scale(Sql sql, UUID id, Map<String, ProcessSpec> processes) {
        sql.update("UPDATE applications SET processes = ? WHERE id = ?", json.write(processes), id);
    }

    void restart(Sql sql, UUID id) {
        sql.update("UPDATE applications SET restarted_at = now() WHERE id = ?", id);
    }

    void pause(Sql sql, UUID id, boolean paused) {
        sql.update("UPDATE applications SET paused = ? WHERE id = ?", paused, id);
    }

    /// Takes all instances away, or lets them come back.
    void idle(Sql sql, UUID id, boolean idle) {
        sql.update("UPDATE applications SET stopped = ? WHERE id = ?", idle, id);
    }

    void delete(Sql sql, UUID id, boolean purge) {
        sql.update(
                "UPDATE applications SET deleted_at = coalesce(deleted_at, now()), purge = purge OR ? WHERE id = ?",
                purge,
                id);
    }

    void restore(Sql sql, UUID id) {
        sql.update("UPDATE applications SET deleted_at = NULL WHERE id = ? AND NOT purge", id);
    }

    private Application application(Row row) throws SQLException {
        return new Application(
                row.uuid("id"),
                row.uuid("project_id"),
                row.text("name"),
                new Settings(
                        json.read(row.text("source"), new TypeReference<Source>() {}),
                        row.text("builder"),
                        json.read(row.text("processes"), new TypeReference<LinkedHashMap<String, ProcessSpec>>() {}),
                        json.read(row.text("rollout"), new TypeReference<Rollout>() {}),
                        json.read(row.text("build"), new TypeReference<BuildSettings>() {}),
                        row.flag("read_only_root")),
                row.flag("paused"),
                row.flag("stopped"),
                row.integer("current_release"),
                row.number("image_version"),
                row.number("build_version"),
                row.number("version"),
                row.number("observed_version"),
                row.instant("created_at"),
                row.instant("deleted_at"),
                row.flag("purge"));
    }
}
