package dev.slipway.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.slipway.database.Database;
import dev.slipway.model.event.Bell;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Deployments and what leads to them; nobody schedules here, so the tests write what a scheduler would.
@QuarkusTest
@QuarkusTestResource(PlatformUnderTest.class)
class DeploymentsIT {
    private final Database loops;
    private final Bell bell;

    @Inject
    DeploymentsIT(@Named("loops") Database loops, Bell bell) {
        this.loops = loops;
        this.bell = bell;
    }

    @Test
    void parallelDeploymentsAllGoThroughAndTheNewestSupersedes() throws InterruptedException {
        String path = shop("deployed", 1) + "/deployments";

        assertThat(Parallel.statuses(
                        12,
                        _ -> Api.asAdministrator()
                                .body("{\"release\":1}")
                                .post(path)
                                .statusCode()))
                .hasSize(12)
                .containsOnly(202);

        Api.asAdministrator()
                .get(path)
                .then()
                .body("items[0].number", equalTo(12))
                .body("items.findAll { it.cause?.code != 'Superseded' }.size()", equalTo(1));
    }

    @Test
    void progressCountsWhatIsThereNow() {
        String shop = shop("counted", 2);
        Api.asAdministrator()
                .body("{\"replicas\":3}")
                .put(shop + "/scale")
                .then()
                .statusCode(200);
        Api.asAdministrator()
                .body("{\"release\":2}")
                .post(shop + "/deployments")
                .then()
                .statusCode(202);
        instance("counted", "i1", 1, "running");
        instance("counted", "i2", 1, "stopping");
        instance("counted", "i3", 2, "running");
        instance("counted", "i4", 2, "starting");
        instance("counted", "i5", 2, "failed");
        instance("counted", "i6", 2, "stopping");

        Api.asAdministrator()
                .get(shop + "/deployments/1")
                .then()
                .body("progress.desired", equalTo(3))
                .body("progress.updated", equalTo(2))
                .body("progress.ready", equalTo(1))
                .body("progress.old", equalTo(2));
    }

    @Test
    void whoStoppedADeploymentIsKeptAndOneThatEndedCannotBeStopped() {
        String shop = shop("called-off", 1);
        Api.asAdministrator()
                .body("{\"release\":1}")
                .post(shop + "/deployments")
                .then()
                .statusCode(202);

        Api.asAdministrator().delete(shop + "/deployments/1").then().statusCode(202);

        Optional<String> by = loops.transaction(sql -> sql.first("""
                        SELECT cancelled_by AS by FROM deployments d JOIN projects p ON p.id = d.project_id
                        WHERE p.name = 'called-off' AND cancel_requested
                        """, row -> row.text("by")));
        assertThat(by).contains("admin");
        end("called-off", "cancelled");
        Api.asAdministrator()
                .delete(shop + "/deployments/1")
                .then()
                .statusCode(409)
                .body("code", equalTo("CONFLICT"));
    }

    @Test
    void whoWaitsForADeploymentIsAnsweredWhenItHasEnded() throws InterruptedException {
        String shop = shop("awaited", 1);
        Thread other = Thread.startVirtualThread(() -> {
            Awaitility.await().until(() -> waitingFor(shop));
            end("awaited", "succeeded");
            bell.ring(Bell.Topic.STATUS);
        });

        Api.asAdministrator()
                .body("{\"release\":1}")
                .post(shop + "/deployments?wait=ready&timeout=PT30S")
                .then()
                .statusCode(200)
                .header("Location", endsWith("/deployments/1"))
                .body("state", equalTo("succeeded"));
        other.join();

        Api.asAdministrator()
                .body("{\"release\":1}")
                .post(shop + "/deployments?wait=ready&timeout=PT0.1S")
                .then()
                .statusCode(202)
                .body("state", equalTo("pending"));
        Api.asAdministrator()
                .body("{\"release\":1}")
                .post(shop + "/deployments?wait=forever")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("wait"));
        Api.asAdministrator().get(shop + "/deployments").then().body("items.size()", equalTo(2));
    }

    private static boolean waitingFor(String shop) {
        return Api.asAdministrator().get(shop + "/deployments/1").statusCode() == 200;
    }

    @Test
    void anIdleApplicationWantsNothingUntilItIsWokenOrDeployed() {
        String shop = shop("sleepy", 1);
        loops.run(sql -> sql.update("UPDATE applications SET current_release = 1 WHERE name = 'shop' AND project_id ="
                + " (SELECT id FROM projects WHERE name = 'sleepy')"));

        Api.asAdministrator().put(shop + "/idle").then().statusCode(202).body("state", equalTo("idle"));
        Api.asAdministrator().put(shop + "/idle?wait=ready").then().statusCode(200);
        Api.asAdministrator()
                .post(shop + "/restart")
                .then()
                .statusCode(409)
                .body("next", containsString("DELETE …/idle"));
        Api.asAdministrator().get(shop).then().body("replicas", equalTo(1));
        Api.asAdministrator().delete(shop + "/idle").then().statusCode(202).body("state", equalTo("degraded"));
        Api.asAdministrator().put(shop + "/idle").then().statusCode(202);
        Api.asAdministrator()
                .body("{\"release\":1}")
                .post(shop + "/deployments")
                .then()
                .statusCode(202);
        Api.asAdministrator().get(shop + "/status").then().body("state", equalTo("deploying"));
    }

    @Test
    void withNothingRunningThereIsNothingToRestart() {
        Api.asAdministrator().post(shop("unborn", 0) + "/restart").then().statusCode(409);
    }

    @Test
    void aReleaseKeptBackIsDeployedLater() {
        String shop = shop("patient", 1);
        Api.asAdministrator()
                .body("{\"release\":1}")
                .post(shop + "/deployments")
                .then()
                .statusCode(202);
        end("patient", "succeeded");

        Api.asAdministrator()
                .body("{\"variables\":[{\"name\":\"MODE\",\"value\":\"canary\",\"scope\":\"run\"}]}")
                .patch(shop + "/environment?deploy=false")
                .then()
                .statusCode(200);
        Api.asAdministrator()
                .header("If-Match", "*")
                .body("{\"port\":9000}")
                .patch(shop + "?deploy=false")
                .then()
                .statusCode(200);

        Api.asAdministrator().get(shop + "/releases").then().body("items.version", contains(3, 2, 1));
        Api.asAdministrator().get(shop + "/deployments").then().body("items.size()", equalTo(1));
        Api.asAdministrator()
                .get(shop + "/releases/3/diff")
                .then()
                .body("against", equalTo(2))
                .body("differences.field", contains("processes.web.port"))
                .body("differences[0].before", equalTo(8080))
                .body("differences[0].after", equalTo(9000));
        String whole = Api.asAdministrator()
                .get(shop + "/releases/3/diff?against=1")
                .then()
                .body("differences.field", contains("processes.web.port", "environment.MODE"))
                .body("differences[1].change", equalTo("added"))
                .body("differences[1].after.origin", equalTo("application"))
                .extract()
                .asString();
        assertThat(whole).doesNotContain("canary");
        Api.asAdministrator()
                .body("{\"release\":3}")
                .post(shop + "/deployments")
                .then()
                .statusCode(202);
    }

    @Test
    void aPausedApplicationMakesReleasesAndDoesNotDeployThem() {
        String shop = shop("paused", 1);
        Api.asAdministrator()
                .header("If-Match", "*")
                .body("{\"paused\":true,\"port\":9000}")
                .patch(shop)
                .then()
                .statusCode(200)
                .body("paused", equalTo(true));

        Api.asAdministrator().get(shop + "/releases").then().body("items.version", contains(2, 1));
        Api.asAdministrator().get(shop + "/deployments").then().body("items.size()", equalTo(0));
        Api.asAdministrator()
                .body("{\"release\":2}")
                .post(shop + "/deployments")
                .then()
                .statusCode(202);
    }

    @Test
    void rolloutsTakeCountsAndPercentages() {
        String shop = shop("shares", 1);
        Api.asAdministrator()
                .get(shop)
                .then()
                .body("rollout.maxSurge", equalTo("25%"))
                .body("rollout.maxUnavailable", equalTo(0));
        Api.asAdministrator()
                .header("If-Match", "*")
                .body("{\"rollout\":{\"maxSurge\":2,\"maxUnavailable\":\"50%\",\"deadline\":\"PT30S\"}}")
                .patch(shop)
                .then()
                .statusCode(200)
                .body("rollout.maxSurge", equalTo(2))
                .body("rollout.maxUnavailable", equalTo("50%"))
                .body("rollout.deadline", equalTo("PT30S"));
        for (String wrong : List.of(
                "{\"maxSurge\":0,\"maxUnavailable\":0}",
                "{\"maxSurge\":101}",
                "{\"maxUnavailable\":\"101%\"}",
                "{\"maxSurge\":\"a few\"}",
                "{\"maxSurge\":-1}",
                "{\"deadline\":\"PT1S\"}",
                "{\"strategy\":\"bluegreen\"}")) {
            Api.asAdministrator()
                    .header("If-Match", "*")
                    .body("{\"rollout\":" + wrong + "}")
                    .patch(shop)
                    .then()
                    .statusCode(allOf(greaterThanOrEqualTo(400), lessThanOrEqualTo(422)));
        }
    }

    @Test
    void whatEndsAfterOneThatWasAskedForLaterIsNotDeployed() {
        String shop = shop("overtaken", 0);
        Api.asAdministrator()
                .header("If-Match", "*")
                .body("{\"build\":{\"runPolicy\":\"parallel\"}}")
                .patch(shop)
                .then()
                .statusCode(200)
                .body("build.runPolicy", equalTo("parallel"));
        built("overtaken", 2, true);
        Awaitility.await().until(() -> releases(shop) == 1);
        built("overtaken", 1, true);
        Awaitility.await().until(() -> releases(shop) == 2);
        built("overtaken", 3, true);
        Awaitility.await().until(() -> releases(shop) == 3);

        assertThat(Api.asAdministrator().get(shop + "/deployments").jsonPath().getList("items.release", Integer.class))
                .containsExactly(3, 1);
    }

    /// An application in a project of its own, with so many releases, each of a build that was kept back.
    private String shop(String project, int releases) {
        Api.project(Api.asAdministrator(), project);
        Api.application(Api.asAdministrator(), project, "shop");
        String shop = "/api/v1/projects/" + project + "/applications/shop";
        for (int number = 1; number <= releases; number++) {
            built(project, number);
        }
        Awaitility.await().until(() -> releases(shop) == releases);
        return shop;
    }

    private static int releases(String shop) {
        return Api.asAdministrator()
                .get(shop + "/releases")
                .jsonPath()
                .getList("items")
                .size();
    }

    private void built(String project, int number) {
        built(project, number, false);
    }

    private void built(String project, int number, boolean deploy) {
        loops.run(sql -> sql.update("""
                INSERT INTO builds (project_id, application_id, number, trigger_kind, trigger_by, commit_id, deploy,
                                    state, image_id, builder, finished_at)
                SELECT p.id, a.id, ?, 'manual', 'ada', 'c0ffee', ?, 'succeeded', 'sha256:0', 'shell:1', now()
                FROM projects p JOIN applications a ON a.project_id = p.id WHERE p.name = ?
                """, number, deploy, project));
        bell.ring(Bell.Topic.RELEASES);
    }

    private void instance(String project, String id, int release, String state) {
        loops.run(sql -> sql.update("""
                INSERT INTO instances (id, project_id, application_id, process, release_version, node, cpu_millis,
                                       memory_bytes, state, ready)
                SELECT ?, p.id, a.id, 'web', ?, 'n1', 50, 1048576, ?, ?
                FROM projects p JOIN applications a ON a.project_id = p.id WHERE p.name = ?
                """, project + id, release, state, state.equals("running"), project));
    }

    /// What the scheduler writes.
    private void end(String project, String state) {
        loops.run(sql -> {
            sql.update("""
                    UPDATE deployments d SET state = ?, finished_at = now() FROM projects p
                    WHERE p.id = d.project_id AND p.name = ? AND d.state IN ('pending', 'rolling')
                    """, state, project);
            sql.update("""
                    UPDATE applications a SET current_release = 1 FROM projects p
                    WHERE p.id = a.project_id AND p.name = ? AND ? = 'succeeded'
                    """, project, state);
        });
    }
}
