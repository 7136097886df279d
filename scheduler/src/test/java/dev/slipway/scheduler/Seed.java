package dev.slipway.scheduler;

import dev.slipway.database.Database;
import dev.slipway.database.Json;
import dev.slipway.database.Sql;
import java.time.Duration;
import java.util.UUID;

/// Rows that other rooms write, for tests of this one: a project with one application of a web process.
public record Seed(Database database, UUID project, UUID application) {

    public static Seed in(Database database) {
        UUID project = UUID.randomUUID();
        UUID application = UUID.randomUUID();
        database.run(sql -> {
            sql.update(
                    "INSERT INTO projects (id, name, uid, subnet) VALUES (?, 'team', 100000, '10.208.0.0/24')",
                    project);
            sql.update(
                    """
                    INSERT INTO applications (id, project_id, name, source, processes, rollout, build)
                    VALUES (?, ?, 'shop', '{}', ?, ?, '{}')
                    """,
                    application,
                    project,
                    processes(2),
                    new Json(
                            "{\"strategy\":\"rolling\",\"maxSurge\":\"25%\",\"maxUnavailable\":0,\"deadline\":\"PT5M\"}"));
        });
        return new Seed(database, project, application);
    }

    public void node(String name, int cpuMillis) {
        run(
                "INSERT INTO nodes (name, cpu_millis, memory_bytes, engine, agent_version) VALUES (?, ?, ?, 'memory', '1')",
                name,
                cpuMillis,
                8L << 30);
    }

    public void release(int version) {
        run("""
                INSERT INTO releases (project_id, application_id, version, image_id, environment, sealed, processes,
                                      cause, created_by)
                VALUES (?, ?, ?, 'sha256:0', '[]', '', ?, 'test', 'test')
                """, project, application, version, processes(1));
    }

    public UUID deployment(int number, int release, Duration deadline) {
        UUID id = UUID.randomUUID();
        run("""
                INSERT INTO deployments (id, project_id, application_id, number, release_version, strategy, created_by,
                                         deadline_at)
                VALUES (?, ?, ?, ?, ?, 'rolling', 'test', now() + make_interval(secs => ?))
                """, id, project, application, number, release, (double) deadline.toSeconds());
        return id;
    }

    public void instance(String id, int release, String state, String node) {
        run("""
                INSERT INTO instances (id, project_id, application_id, process, release_version, node, cpu_millis,
                                       memory_bytes, state, ready)
                VALUES (?, ?, ?, 'web', ?, ?, 250, 268435456, ?, ?)
                """, id, project, application, release, node, state, state.equals("running"));
    }

    /// What nodes report: everything assigned runs and is ready, everything stopping has stopped.
    public void nodesAct() {
        run("UPDATE instances SET state = 'running', ready = true, started_at = now() WHERE state = 'assigned'");
        run("UPDATE instances SET state = 'stopped', ready = false, finished_at = now() WHERE state = 'stopping'");
        run("UPDATE nodes SET heartbeat_at = now()");
    }

    public void run(String statement, Object... parameters) {
        database.run(sql -> sql.update(statement, parameters));
    }

    public String text(String query, Object... parameters) {
        return database.transaction((Sql sql) -> sql.list(query, row -> row.text("value"), parameters))
                .getFirst();
    }

    private static Json processes(int replicas) {
        return new Json("""
                {"web": {"port": 8080, "replicas": %d, "requests": {"cpu": "250m", "memory": "256Mi"},
                         "limits": {"cpu": "1", "memory": "512Mi"}, "probes": {}}}
                """.formatted(replicas));
    }
}
