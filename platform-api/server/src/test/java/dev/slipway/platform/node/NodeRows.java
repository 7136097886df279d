package dev.slipway.platform.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.database.Database;
import dev.slipway.database.DatabaseException;
import dev.slipway.database.Json;
import dev.slipway.database.TestDatabase;
import dev.slipway.model.assignment.DesiredState;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.model.assignment.Observation;
import dev.slipway.model.assignment.Observation.ObservedInstance;
import dev.slipway.model.assignment.Observation.Phase;
import dev.slipway.model.event.Bell;
import dev.slipway.model.instance.InstanceState;
import dev.slipway.platform.http.JsonForm;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// A database with one project, one application "shop" at release 1, and what tests put into it.
public final class NodeRows {
    static final NodeName ONE = new NodeName("one");
    private static final String WEB = """
            {"web": {"command": null, "port": 8080, "replicas": 2,
                     "requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"cpu": "500m", "memory": "256Mi"},
                     "probes": {"readiness": {"http": {"path": "/up"}, "initialDelay": "PT0S", "period": "PT5S",
                                              "timeout": "PT1S", "success": 1, "failure": 3}}},
             "worker": {"command": ["work"], "port": null, "replicas": 1,
                        "requests": {"cpu": "50m", "memory": "32Mi"}, "limits": null, "probes": null}}
            """;

    public final Database database = Database.of(TestDatabase.migrated());
    public final Bell bell = new Bell();
    public final UUID project = UUID.randomUUID();
    public final UUID application = UUID.randomUUID();
    final ObjectMapper json = JsonForm.configure(new ObjectMapper());
    final NodeStore nodes = new NodeStore(database, database);
    final ObservationIntake intake =
            new ObservationIntake(database, new ObservationStore(), new InventoryStore(), bell);
    int opened;
    boolean away;
    final AssignmentFeed feed = new AssignmentFeed(
            database,
            new AssignmentStore(json),
            new ReleaseEnvironments((_, _, release) -> {
                opened++;
                if (away) {
                    throw new DatabaseException(new SQLException("terminating connection", "57P01"));
                }
                return java.util.Map.of("GREETING", "hello " + release, "SLIPWAY_RELEASE", "mine");
            }),
            bell);

    public NodeRows() {
        database.run(sql -> {
            sql.update(
                    "INSERT INTO projects (id, name, uid, subnet) VALUES (?, 'team', 1000010000, '10.208.1.0/24')",
                    project);
            sql.update("""
                    INSERT INTO applications (id, project_id, name, source, processes, rollout, build)
                    VALUES (?, ?, 'shop', '{}', ?, '{}', '{}')
                    """, application, project, new Json(WEB));
        });
        release(1);
        nodes.register(ONE, registration());
    }

    static NodeRegistration registration(NodeRegistration.BuilderOffer... offers) {
        return new NodeRegistration(4000, 8L << 30, "docker 20.10", "0.1.0", List.of(offers), List.of());
    }

    public void release(int version) {
        database.run(sql -> sql.update("""
                INSERT INTO releases (project_id, application_id, version, image_id, commit_id, environment, sealed,
                  processes, cause, created_by) VALUES (?, ?, ?, 'sha256:1', 'c0ffee', '[]', '', ?, 'build 1', 'ann')
                """, project, application, version, new Json(WEB)));
    }

    public void instance(String id, InstanceState state, String node, String container) {
        instance(id, "web", state, node, container);
    }

    void instance(String id, String process, InstanceState state, String node, String container) {
        database.run(sql -> sql.update("""
                INSERT INTO instances (id, project_id, application_id, process, release_version, node, cpu_millis,
                  memory_bytes, state, container) VALUES (?, ?, ?, ?, 1, ?, 100, 67108864, ?, ?)
                """, id, project, application, process, node, state, container));
    }

    void route(String host, String target) {
        database.run(sql -> sql.update(
                "INSERT INTO routes (project_id, name, host, targets) VALUES (?, ?, ?, ?)",
                project,
                host,
                host,
                new Json("[{\"application\": \"" + target + "\", \"weight\": 100}]")));
    }

    public void change(String statement, Object... parameters) {
        database.run(sql -> sql.update(statement, parameters));
    }

    public String text(String query, Object... parameters) {
        return database.transaction(sql -> sql.first(
                        "SELECT (" + query + ")::text AS value", row -> String.valueOf(row.text("value")), parameters)
                .orElseThrow());
    }

    String column(String id, String column) {
        return text("SELECT " + column + " FROM instances WHERE id = ?", id);
    }

    /// What the node hears now.
    public DesiredState told() throws InterruptedException {
        return feed.newer(ONE, 0, Duration.ZERO).orElseThrow();
    }

    static Observation seen(ObservedInstance... instances) {
        return new Observation(1, 1, List.of(instances));
    }

    static ObservedInstance running(String id, boolean ready) {
        return new ObservedInstance(
                id, Phase.RUNNING, ready, "c-" + id, "10.208.1.2", 8080, null, null, null, null, List.of());
    }

    static ObservedInstance ended(String id, int exitCode, String... evidence) {
        return new ObservedInstance(
                id, Phase.ENDED, false, "c-" + id, null, null, null, exitCode, "Exited", null, List.of(evidence));
    }
}
