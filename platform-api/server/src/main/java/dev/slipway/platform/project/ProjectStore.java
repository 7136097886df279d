package dev.slipway.platform.project;

import dev.slipway.database.DatabaseException;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.assignment.TenantNetwork;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.name.ResourceName;
import dev.slipway.model.project.Project;
import dev.slipway.platform.http.Page;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Projects as rows.
@Singleton
public class ProjectStore {
    private static final String COLUMNS =
            "id, name, display_name, description, number, uid, subnet, state, version, created_at, deleted_at";

    private final Subnets subnets;

    ProjectStore(@ConfigProperty(name = "slipway.network.pool") String pool) {
        this.subnets = new Subnets(pool);
    }

    static Optional<Project> named(Sql sql, String name) {
        return sql.first("SELECT " + COLUMNS + " FROM projects WHERE name = ?", ProjectStore::project, name);
    }

    static List<Project> page(Sql sql, Page.Request page) {
        return sql.list(
                "SELECT " + COLUMNS + " FROM projects WHERE name > ? ORDER BY name LIMIT ?",
                ProjectStore::project,
                page.after() == null ? "" : page.after(),
                page.limit() + 1);
    }

    /// Throws NAME_TAKEN, also where the name belongs to a project that the caller may not see.
    Project create(Sql sql, UUID id, ResourceName name, String displayName, String description) {
        int number = sql.first(
                        "SELECT nextval(pg_get_serial_sequence('projects', 'number'))::integer AS number",
                        row -> row.integer("number"))
                .orElseThrow();
        TenantNetwork network = subnets.of(number);
        try {
            sql.update("""
                    INSERT INTO projects (id, name, display_name, description, number, uid, subnet)
                    OVERRIDING SYSTEM VALUE VALUES (?, ?, ?, ?, ?, ?, ?)
                    """, id, name.value(), displayName, description, number, network.uid(), network.subnet());
        } catch (DatabaseException e) {
            throw e.isDuplicate() ? taken(name) : e;
        }
        return named(sql, name.value()).orElseThrow();
    }

    private static PlatformException taken(ResourceName name) {
        return PlatformException.field(
                ErrorCode.NAME_TAKEN, "name", "\"" + name + "\" is taken", "Choose another name.");
    }

    static void addMember(Sql sql, UUID project, UUID user, String role) {
        sql.update("INSERT INTO members (project_id, user_id, role) VALUES (?, ?, ?)", project, user, role);
    }

    static int countMade(Sql sql, UUID user) {
        return sql.first("""
                        SELECT count(*)::integer AS made FROM members m JOIN projects p ON p.id = m.project_id
                        WHERE m.user_id = ? AND m.role = 'admin' AND p.state = 'active'
                        """, row -> row.integer("made"), user).orElse(0);
    }

    static void describe(Sql sql, UUID id, String displayName, String description) {
        sql.update("""
                UPDATE projects SET display_name = coalesce(?, display_name), description = coalesce(?, description),
                  version = version + 1 WHERE id = ?
                """, displayName, description, id);
    }

    /// Into the trash: everything of it stops, nothing is lost yet.
    static void delete(Sql sql, UUID id) {
        sql.update("UPDATE projects SET state = 'deleted', deleted_at = now() WHERE id = ? AND state = 'active'", id);
        sql.update("UPDATE applications SET deleted_at = now() WHERE project_id = ? AND deleted_at IS NULL", id);
    }

    static void restore(Sql sql, Project project) {
        sql.update(
                "UPDATE applications SET deleted_at = NULL WHERE project_id = ? AND deleted_at = ?",
                project.id(),
                project.deletedAt());
        sql.update("UPDATE projects SET state = 'active', deleted_at = NULL WHERE id = ?", project.id());
    }

    static void purge(Sql sql, UUID id) {
        sql.update("UPDATE projects SET state = 'deleting', deleted_at = coalesce(deleted_at, now()) WHERE id = ?", id);
        sql.update("""
                UPDATE applications SET purge = true, deleted_at = coalesce(deleted_at, now()) WHERE project_id = ?
                """, id);
    }

    static int countApplications(Sql sql, UUID id) {
        return sql.first(
                        "SELECT count(*)::integer AS applications FROM applications WHERE project_id = ?",
                        row -> row.integer("applications"),
                        id)
                .orElse(0);
    }

    public static Project project(Row row) throws SQLException {
        return new Project(
                row.uuid("id"),
                row.text("name"),
                row.text("display_name"),
                row.text("description"),
                new TenantNetwork(row.integer("number"), row.number("uid"), row.text("subnet")),
                row.constant("state", Project.State.class),
                row.number("version"),
                row.instant("created_at"),
                row.instant("deleted_at"));
    }
}
