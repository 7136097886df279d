package dev.slipway.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/// What every story begins with.
abstract class Story {
    /// The order of those that measure times: when the modules' own tests, which run beside the stories, have
    /// ended.
    static final int LATE = Integer.MAX_VALUE - 1;

    /// The tag of those that run beside the other stories, after the modules' own tests: they have installations of
    /// their own and measure no times.
    static final String APART = "apart";

    private static final String DEMO = "demo";

    final Installation installation = Installation.shared();
    final Api admin = Api.administrator(installation);
    final Visitor visitor = new Visitor(installation.routerPort());

    @TempDir
    Path directory;

    /// The machine has room for some forty instances, and other stories follow.
    @AfterAll
    static void leaveOnlyTheDemo() {
        Api api = Api.administrator(Installation.shared());
        for (JsonNode project : api.get("/projects").expect(200).json().path("items")) {
            String name = project.path("name").asText();
            if (!name.equals(DEMO)) {
                api.delete("/projects/" + name + "?purge=true");
            }
        }
    }

    Command.Result push(WorkTree tree, String application, String... options) {
        return tree.push(installation, admin, "admin", application, options);
    }

    /// The container of the one build under way, once it runs: a build is running from when a node has it, and its
    /// container comes a moment later.
    String runningBuild() {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> installation
                                .docker("ps", "-q", "--filter", Installation.BUILDS)
                                .expectSuccess()
                                .out()
                                .strip(),
                        id -> !id.isEmpty());
    }

    static String host(String project, String application) {
        return application + "-" + project + ".apps.localhost";
    }
}
