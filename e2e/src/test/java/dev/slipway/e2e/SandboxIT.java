package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/// After a build its project's network waits for the next one, outlives the node's process while a build is in it, and
/// goes with its project; so does a container in which the next build assembles. A build that finds none, because it
/// died, has its own.
class SandboxIT extends Story {
    private static final String PROJECT = "waiting";
    private static final int SHORT_ID = 12;

    @Test
    void networkWaitsForTheNextBuildAndGoesWithItsProject() throws IOException {
        admin.application(PROJECT, "shop", "");
        int project = number();
        // What joins another's network has that one's host name.
        WorkTree tree = WorkTree.ofSample(directory, "shell")
                .writeScript(
                        ".s2i/bin/assemble",
                        "#!/bin/sh\necho \"host $(cat /etc/hostname) of $OPENSHIFT_BUILD_NAME\"\n"
                                + "! grep -q third /tmp/src/www/index.html || sleep 10\nexec /usr/libexec/s2i/assemble\n")
                .commit("tells its host name");
        push(tree, PROJECT + "/shop").expectSuccess();
        eventually().until(() -> !sandboxes(project).isEmpty());
        String sandbox = sandboxes(project).getFirst();

        String spare = spare(project);
        push(tree.write("www/index.html", "second").commit("second"), PROJECT + "/shop")
                .expectSuccess();
        assertThat(log(2)).contains("host " + sandbox.substring(0, SHORT_ID) + " of shop-2");
        assertThat(madeOf(2)).isEqualTo(spare);

        assertThat(spare(project)).isNotEqualTo(spare);
        push(tree.write("www/index.html", "third").commit("third"), PROJECT + "/shop", "-o", "detach")
                .expectSuccess();
        eventually().until(() -> log(3).contains("host " + sandbox.substring(0, SHORT_ID)));
        Victim.NODE.kill(installation);
        eventually().until(() -> state(3).equals("succeeded"));
        assertThat(log(3)).doesNotContain("attempt");
        assertThat(sandboxes(project)).containsExactly(sandbox);

        // It is left only when the build's container is gone.
        eventually()
                .until(() -> installation
                        .docker("ps", "-aq", "--filter", Installation.BUILDS)
                        .out()
                        .isBlank());
        installation.docker("kill", sandbox).expectSuccess();
        push(tree.write("www/index.html", "fourth").commit("fourth"), PROJECT + "/shop")
                .expectSuccess();
        assertThat(log(4)).doesNotContain(sandbox.substring(0, SHORT_ID));

        eventually().until(() -> !sandboxes(project).isEmpty());
        admin.delete("/projects/" + PROJECT + "?purge=true").expect(202);
        eventually().until(() -> sandboxes(project).isEmpty());
        // It goes after what it has joined.
        eventually().until(() -> containers("build", "spare-p" + project + "-").isEmpty());
    }

    /// The id of the container that waits for the next build.
    private String spare(int project) {
        eventually().until(() -> !containers("build", "spare-p" + project + "-").isEmpty());
        return containers("build", "spare-p" + project + "-").getFirst();
    }

    /// The container of which the image of a build was made.
    private String madeOf(int build) {
        String image = admin.get(build(build)).json().path("image").asText();
        return installation
                .docker("image", "inspect", "--format", "{{.Container}}", image)
                .expectSuccess()
                .out()
                .strip();
    }

    /// By id.
    private List<String> sandboxes(int project) {
        return containers("sandbox", "sandbox-p" + project + "-");
    }

    private List<String> containers(String kind, String name) {
        return installation
                .docker(
                        "ps",
                        "-q",
                        "--no-trunc",
                        "--filter",
                        "label=dev.slipway.kind=" + kind,
                        "--filter",
                        "name=" + name)
                .expectSuccess()
                .out()
                .lines()
                .toList();
    }

    private int number() {
        List<Integer> found = new ArrayList<>();
        new Rows(installation)
                .each("SELECT number FROM projects WHERE name = ?", row -> found.add(row.getInt("number")), PROJECT);
        return found.getFirst();
    }

    private String log(int build) {
        return admin.get(build(build) + "/log").text();
    }

    private String state(int build) {
        return admin.get(build(build)).expect(200).json().path("state").asText();
    }

    private static String build(int number) {
        return "/projects/" + PROJECT + "/applications/shop/builds/" + number;
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(1)).ignoreExceptions();
    }
}
