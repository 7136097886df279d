package dev.slipway.platform.route;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.slipway.database.Row;
import dev.slipway.database.Sql;
import dev.slipway.model.application.Application;
import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.project.Project;
import dev.slipway.model.route.Hostname;
import dev.slipway.model.route.Target;
import dev.slipway.platform.application.Addresses;
import dev.slipway.platform.database.JsonColumns;
import dev.slipway.platform.http.Page;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Routes as rows.
@Singleton
public class RouteStore {
    private static final int TRIES = 5;

    private final JsonColumns json;
    private final Addresses addresses;
    private final HostRules rules;
    private final SecureRandom random = new SecureRandom();

    RouteStore(JsonColumns json, Addresses addresses) {
        this.json = json;
        this.addresses = addresses;
        this.rules = new HostRules(addresses);
    }

    /// A public entry of a project.
    record Route(
            UUID id, String name, String host, String path, List<Target> targets, long version, Instant createdAt) {}

    /// The default route of a new application: its own name and host, each with four hex digits where it is taken.
    public void generate(Sql sql, Project project, Application application, String domain) {
        String name = freeName(sql, project, application.name());
        List<Target> targets = List.of(new Target(application.name(), 100));
        for (int i = 0; i < TRIES; i++) {
            Hostname host = Hostname.generated(application.name(), project.name() + suffix(i), domain);
            if (!rules.reserved(host) && insert(sql, project.id(), name, host, "/", targets, true)) {
                return;
            }
        }
        throw PlatformException.of(
                ErrorCode.HOST_TAKEN, "No free host name was found.", "Choose another application name.");
    }

    private String freeName(Sql sql, Project project, String wanted) {
        String name = wanted;
        for (int i = 0; i < TRIES && find(sql, project.id(), name).isPresent(); i++) {
            name = wanted + suffix(1);
        }
        return name;
    }

    private String suffix(int attempt) {
        return attempt == 0 ? "" : "-" + String.format("%04x", random.nextInt(1 << 16));
    }

    /// Whether the name, and the host with its path, were free and no other project has the host.
    boolean insert(
            Sql sql, UUID project, String name, Hostname host, String path, List<Target> targets, boolean generated) {
        return sql.update("""
                        INSERT INTO routes (project_id, name, host, path, targets, generated) VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO NOTHING
                        """, project, name, host.value(), path, json.write(targets), generated) == 1;
    }

    void change(Sql sql, Route route, List<Target> targets) {
        sql.update(
                "UPDATE routes SET targets = ?, version = version + 1 WHERE id = ?", json.write(targets), route.id());
    }

    void delete(Sql sql, UUID id) {
        sql.update("DELETE FROM routes WHERE id = ?", id);
    }

    Optional<Route> find(Sql sql, UUID project, String name) {
        return sql.first("SELECT * FROM routes WHERE project_id = ? AND name = ?", this::route, project, name);
    }

    /// As it is until the transaction ends: another change waits for that.
    Optional<Route> locked(Sql sql, UUID project, String name) {
        return sql.first(
                "SELECT * FROM routes WHERE project_id = ? AND name = ? FOR UPDATE", this::route, project, name);
    }

    List<Route> page(Sql sql, UUID project, Page.Request page) {
        return sql.list(
                "SELECT * FROM routes WHERE project_id = ? AND name > ? ORDER BY name LIMIT ?",
                this::route,
                project,
                page.after() == null ? "" : page.after(),
                page.limit() + 1);
    }

    /// Where the application answers: its own route, else the oldest that leads to it.
    public Optional<String> urlOf(Sql sql, Application application) {
        return sql.first("""
                        SELECT * FROM routes
                        WHERE project_id = ? AND targets @> jsonb_build_array(jsonb_build_object('application', ?::text))
                        ORDER BY generated DESC, created_at LIMIT 1
                        """, this::route, application.projectId(), application.name())
                .map(this::url);
    }

    String url(Route route) {
        return addresses.routeUrl(route.host(), route.path());
    }

    private Route route(Row row) throws SQLException {
        return new Route(
                row.uuid("id"),
                row.text("name"),
                row.text("host"),
                row.text("path"),
                json.read(row.text("targets"), new TypeReference<>() {}),
                row.number("version"),
                row.instant("created_at"));
    }
}
