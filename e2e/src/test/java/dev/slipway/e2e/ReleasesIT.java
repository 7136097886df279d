package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Releases made, kept back, deployed, called off and given up, under the eyes of somebody who never sees a gap.
class ReleasesIT extends Story {
    private static final String PROJECT = "releases";
    private static final Duration SOON = Duration.ofMinutes(1);

    @Test
    void aReleaseIsKeptBackComparedDeployedAndRolledBackWithoutAGap() {
        WorkTree tree = deployed("kept", "");
        tree.write("www/index.html", "Hello from Slipway, second edition").commit("second");
        push(tree, app("kept"), "-o", "no-build").expectSuccess();

        JsonNode build = admin.post(path("kept") + "/builds?deploy=false&wait=ready", "{}")
                .expect(200)
                .json();
        assertThat(build.path("state").asText()).isEqualTo("succeeded");
        assertThat(build.path("release").asInt()).isEqualTo(2);
        assertThat(visitor.visit(host(PROJECT, "kept"), "/").text()).doesNotContain("second edition");
        JsonNode diff = admin.get(path("kept") + "/releases/2/diff?against=1").json();
        assertThat(diff.path("differences").findValuesAsText("field")).containsExactly("image", "build", "commit");

        try (Poll poll = Poll.of(visitor, host(PROJECT, "kept"), "Hello from Slipway")) {
            deploy("kept", 2);
            visitor.seesSoon(host(PROJECT, "kept"), "second edition");
            JsonNode rollback = deploy("kept", 1);
            assertThat(rollback.path("previous").asInt()).isEqualTo(2);
            assertThat(rollback.path("progress").path("ready").asInt()).isEqualTo(1);
            poll.assertAllAnswered();
        }
        assertThat(visitor.visit(host(PROJECT, "kept"), "/").text()).doesNotContain("second edition");
    }

    @Test
    void aDeploymentIsStoppedAndTheOldReleaseServesOn() {
        WorkTree tree = deployed("stopped", "");
        deaf(tree, 3000);
        push(tree, app("stopped"), "-o", "detach").expectSuccess();
        await().atMost(SOON)
                .until(() -> deployment("stopped", 2).path("state").asText().equals("rolling"));

        try (Poll poll = Poll.of(visitor, host(PROJECT, "stopped"), "Hello from Slipway")) {
            admin.delete(path("stopped") + "/deployments/2?wait=done").expect(200);
            poll.assertAllAnswered();
        }

        JsonNode cancelled = deployment("stopped", 2);
        assertThat(cancelled.path("state").asText()).isEqualTo("cancelled");
        assertThat(cancelled.path("rolledBackTo").asInt()).isEqualTo(1);
        assertThat(cancelled.path("cause").path("message").asText()).isEqualTo("admin asked to stop it.");
        assertThat(admin.get(path("stopped")).json().path("currentRelease").asInt())
                .isEqualTo(1);
    }

    @Test
    void aReleaseThatNeverListensIsGivenUpAtItsDeadlineAndThePushSaysWhy() {
        WorkTree tree = deployed("deaf", ",\"rollout\":{\"deadline\":\"PT10S\"}");
        deaf(tree, 3000);

        Command.Result pushed;
        try (Poll poll = Poll.of(visitor, host(PROJECT, "deaf"), "Hello from Slipway")) {
            pushed = push(tree, app("deaf"), "-o", "wait");
            poll.assertAllAnswered();
        }

        assertThat(pushed.exit()).isNotZero();
        assertThat(pushed.err())
                .contains("Release 2 did not go live: DeadlineExceeded.")
                .contains("Nothing listens on port 8080; it listens on port 3000.")
                .contains("| listening elsewhere")
                .contains("Still serving release 1.")
                .contains("Listen on the port that $PORT names");
        JsonNode status = admin.get(path("deaf") + "/status").json();
        assertThat(status.path("state").asText()).isEqualTo("running");
        assertThat(status.path("cause").path("message").asText()).contains("port 3000");
        assertThat(status.path("evidence").toString()).contains("listening elsewhere");
        assertThat(status.path("next").asText()).contains("$PORT");
    }

    @Test
    void aCrashingApplicationIsTriedAgainAfterGrowingPausesAndSaysWhy() {
        admin.application(PROJECT, "crashing", "");
        WorkTree tree =
                WorkTree.ofSample(directory, "shell").writeScript("app.sh", """
                        #!/bin/sh
                        busybox httpd -f -p "${PORT:-8080}" -h www &
                        sleep 2
                        echo out of fuel
                        exit 3
                        """).commit("crash after a while");
        push(tree, app("crashing")).expectSuccess();

        await().atMost(SOON).until(() -> statusOf("crashing").toString(), text -> text.contains("failure 4 in a row"));

        JsonNode status = statusOf("crashing");
        assertThat(status.path("cause").path("message").asText())
                .isEqualTo(
                        "It ended with exit code 3. That was failure 4 in a row; the next attempt comes 4 s after it.");
        assertThat(status.path("state").asText()).isEqualTo("crashed");
        assertThat(status.path("evidence").toString()).contains("out of fuel");
        assertThat(status.path("next").asText()).isNotBlank();
        List<Integer> restarts = new ArrayList<>();
        instances("crashing").forEach(each -> restarts.add(each.path("restarts").asInt()));
        assertThat(restarts).containsExactly(3, 2, 1, 0);
        admin.put(path("crashing") + "/idle?wait=done", "").expect(200);
        assertThat(statusOf("crashing").path("state").asText()).isEqualTo("idle");
        await().atMost(SOON).until(() -> reason("crashing"), "stopped"::equals);
    }

    @Test
    void anApplicationThatRunsOutOfMemoryIsSaidToHaveWithinFiveSeconds() {
        admin.application(
                PROJECT,
                "hungry",
                ",\"resources\":{\"limits\":{\"memory\":\"32Mi\"},\"requests\":{\"memory\":\"32Mi\"}}");
        WorkTree tree =
                WorkTree.ofSample(directory, "shell").writeScript("app.sh", """
                        #!/bin/sh
                        busybox httpd -f -p "${PORT:-8080}" -h www &
                        sleep 1
                        exec busybox tail /dev/zero
                        """).commit("eat");
        push(tree, app("hungry")).expectSuccess();

        await().atMost(SOON)
                .until(
                        () -> newest("hungry", "failed"),
                        each -> each.path("reason").asText().equals("OutOfMemoryKilled"));

        JsonNode failed = newest("hungry", "failed");
        Instant ended = Instant.parse(installation
                .docker(
                        "inspect",
                        "-f",
                        "{{.State.FinishedAt}}",
                        container(failed.path("id").asText()))
                .expectSuccess()
                .out()
                .strip());
        assertThat(Duration.between(
                        ended, Instant.parse(failed.path("finishedAt").asText())))
                .isLessThan(Duration.ofSeconds(5));
        admin.put(path("hungry") + "/idle", "").expect(202);
    }

    @Test
    void aRestartReplacesTheInstancesWithoutARelease() {
        deployed("fresh", ",\"replicas\":2");
        JsonNode before = instances("fresh");

        try (Poll poll = Poll.of(visitor, host(PROJECT, "fresh"), "Hello from Slipway")) {
            admin.post(path("fresh") + "/restart?wait=ready", "").expect(200);
            poll.assertAllAnswered();
        }

        List<String> running = new ArrayList<>();
        instances("fresh").forEach(each -> {
            if (each.path("state").asText().equals("running")) {
                running.add(each.path("id").asText());
            }
        });
        assertThat(running).hasSize(2).doesNotContainAnyElementsOf(before.findValuesAsText("id"));
        assertThat(admin.get(path("fresh") + "/releases").json().path("items")).hasSize(1);
    }

    @Test
    void whatWasNeverDeployedIsStopped() {
        admin.application(PROJECT, "unborn", "");

        await().atMost(SOON).until(() -> reason("unborn"), "stopped"::equals);
    }

    private WorkTree deployed(String application, String settings) {
        admin.application(PROJECT, application, settings);
        WorkTree tree = WorkTree.ofSample(directory, "shell");
        push(tree, app(application)).expectSuccess();
        return tree;
    }

    /// What the router gives as the reason for not serving; empty while it serves.
    private String reason(String application) {
        return visitor.visit(host(PROJECT, application), "/")
                .headers()
                .firstValue("Slipway-Reason")
                .orElse("");
    }

    private static void deaf(WorkTree tree, int port) {
        tree.writeScript(
                        "app.sh", "#!/bin/sh\necho listening elsewhere\nexec busybox httpd -f -p " + port + " -h www\n")
                .commit("listen elsewhere");
    }

    private JsonNode deploy(String application, int release) {
        JsonNode deployment = admin.post(path(application) + "/deployments?wait=done", "{\"release\":" + release + "}")
                .expect(200)
                .json();
        assertThat(deployment.path("state").asText()).as("%s", deployment).isEqualTo("succeeded");
        return deployment;
    }

    private JsonNode deployment(String application, int number) {
        return admin.get(path(application) + "/deployments/" + number).json();
    }

    private JsonNode statusOf(String application) {
        return admin.get(path(application) + "/status").expect(200).json();
    }

    /// Newest first.
    private JsonNode instances(String application) {
        return admin.get(path(application) + "/instances").expect(200).json().path("items");
    }

    private JsonNode newest(String application, String state) {
        for (JsonNode instance : instances(application)) {
            if (instance.path("state").asText().equals(state)) {
                return instance;
            }
        }
        return MissingNode.getInstance();
    }

    private String container(String instance) {
        return installation
                .docker("ps", "-aq", "--filter", "label=dev.slipway.instance=" + instance)
                .expectSuccess()
                .out()
                .strip();
    }

    private static String app(String application) {
        return PROJECT + "/" + application;
    }

    private static String path(String application) {
        return "/projects/" + PROJECT + "/applications/" + application;
    }
}
