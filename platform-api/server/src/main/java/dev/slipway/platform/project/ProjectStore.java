package dev.slipway.platform.project;

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
            "id, name, display_name, description, number, uid, subnet, dockerfile_builds, state, version, created_at, "
                    + "deleted_at";

    /// "proj", PostgreSQL's advisory lock of whoever makes a project.
    private static final long MAKING = 0x70726f6aL;

    /// OpenShift's blocks: project number n has the user ids from 1,000,000,000 + n * 10,000.
    private static final long FIRST_UID = 1_000_000_000L;

    private static final long UIDS = 10_000;

    private final String pool;

    ProjectStore(@ConfigProperty(name = "slipway.network.pool") String pool) {
        this.pool = pool;
    }

    static Optional<Project> named(Sql sql, String name) {
        return sql.first("SELECT " + COLUMNS + " FROM projects WHERE name = ?", ProjectStore::project, name);
    }

    /// As it is until the transaction ends: who else changes or removes it waits for that.
    static Project locked(Sql sql, Project project) {
        return taken(sql, project, "FOR NO KEY UPDATE");
    }

    /// The same for those that need it to stay as it is and do not exclude each other.
    public static Project held(Sql sql, Project project) {
        return taken(sql, project, "FOR SHARE");
    }

    private static Project taken(Sql sql, Project project, String lock) {
        return sql.first(
                        "SELECT " + COLUMNS + " FROM projects WHERE id = ? " + lock,
                        ProjectStore::project,
                        project.id())
                .orElseThrow(() -> PlatformException.notFound("Project \"" + project.name() + "\""));
    }

    /// only is the one project to show, or null for all that the caller may see.
    static List<Project> page(Sql sql, Page.Request page, UUID only) {
        return sql.list(
                "SELECT " + COLUMNS
                        + " FROM projects WHERE name > ? AND (?::uuid IS NULL OR id = ?::uuid) ORDER BY name LIMIT ?",
                ProjectStore::project,
                page.after() == null ? "" : page.after(),
                only,
                only,
                page.limit() + 1);
    }

    /// Throws NAME_TAKEN, also where the name belongs to a project that the caller may not see, and QUOTA_EXCEEDED
    /// where the address pool has no subnet left. A refusal uses up nothing.
    Project create(Sql sql, UUID id, ResourceName name, String displayName, String description) {
        sql.first("SELECT pg_advisory_xact_lock(?)", _ -> true, MAKING);
        if (exists(sql, name)) {
            throw taken(name);
        }
        String subnet = freeSubnet(sql);
        int number = nextNumber(sql);
        sql.update("""
                INSERT INTO projects (id, name, display_name, description, number, uid, subnet)
                OVERRIDING SYSTEM VALUE VALUES (?, ?, ?, ?, ?, ?, ?)
                """, id, name.value(), displayName, description, number, FIRST_UID + number * UIDS, subnet);
        return named(sql, name.value()).orElseThrow();
    }

    private static boolean exists(Sql sql, ResourceName name) {
        return sql.first("SELECT slipway_project_exists(?) AS found", row -> row.flag("found"), name.value())
                .orElseThrow();
    }

    private static PlatformException taken(ResourceName name) {
        return PlatformException.field(
                ErrorCode.NAME_TAKEN, "name", "\"" + name + "\" is taken", "Choose another name.");
    }

    private String freeSubnet(Sql sql) {
        return sql.first(
                        "SELECT subnet FROM slipway_free_subnet(network(?::inet)) subnet WHERE subnet IS NOT NULL",
                        row -> row.text("subnet"),
                        pool)
                .orElseThrow(() -> PlatformException.of(
                        ErrorCode.QUOTA_EXCEEDED,
                        "The address pool " + pool + " has no room for another project.",
                        "Give a larger slipway.network.pool."));
    }

    /// Numbers are never given twice, whatever becomes of their project.
    private static int nextNumber(Sql sql) {
        return sql.first(
                        "SELECT nextval(pg_get_serial_sequence('projects', 'number'))::integer AS number",
                        row -> row.integer("number"))
                .orElseThrow();
    }

    static void addMember(Sql sql, UUID project, UUID user, String role) {
        sql.update("INSERT INTO members (project_id, user_id, role) VALUES (?, ?, ?)", project, user, role);
    }

    /// How many projects the user may have. Another request that asks the same waits for this transaction's end.
    static int limit(Sql sql, UUID user) {
        return sql.first(
                        "SELECT project_limit FROM users WHERE id = ? FOR NO KEY UPDATE",
                        row -> row.integer("project_limit"),
                        user)
                .orElse(0);
    }

    /// Those in the trash count: they can come back.
    static int countMade(Sql sql, UUID user) {
        return sql.first("""
                        SELECT count(*)::integer AS made FROM members m JOIN projects p ON p.id = m.project_id
                        WHERE m.user_id = ? AND m.role = 'admin' AND p.state <> 'deleting'
                        """, row -> row.integer("made"), user).orElse(0);
    }

    static void describe(Sql sql, UUID id, String displayName, String description) {
        sql.update("""
                UPDATE projects SET display_name = coalesce(?, display_name), description = coalesce(?, description),
                  version = version + 1 WHERE id = ?
                """, displayName, description, id);
    }

    /// For platform administrators.
    static void allowDockerfileBuilds(Sql sql, UUID id, boolean allowed) {
        sql.update("""
                UPDATE projects SET dockerfile_builds = ?, version = version + (dockerfile_builds <> ?)::integer
                WHERE id = ?
                """, allowed, allowed, id);
    }

    /// Into the trash: everything of it stops, nothing is lost yet.
    static void delete(Sql sql, UUID id) {
        sql.update("UPDATE projects SET state = 'deleted', deleted_at = now() WHERE id = ? AND state = 'active'", id);
        sql.update("UPDATE applications SET deleted_at = now() WHERE project_id = ? AND deleted_at IS NULL", id);
    }

    static void restore(Sql sql, Project project) {
        sql.update(
                "UPDATE applications SET deleted_at = NULL WHERE project_id = ? AND deleted_at = ? AND NOT purge",
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

    public static Project project(Row row) throws SQLException {
        return new Project(
                row.uuid("id"),
                row.text("name"),
                row.text("display_name"),
                row.text("description"),
                new TenantNetwork(row.integer("number"), row.number("uid"), row.text("subnet")),
                row.flag("dockerfile_builds"),
                row.constant("state", Project.State.class),
                row.number("version"),
                row.instant("created_at"),
                row.instant("deleted_at"));
    }
}
