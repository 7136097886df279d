package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/// What a builder keeps in the directory that it declares is there for the next build and in no image, outlives the
/// node's
/// process, is made anew by a clean build, and goes with its project.
class CacheIT extends Story {
    private static final String PROJECT = "caching";
    private static final String COUNTS = """
            #!/bin/sh
            cache=$(build-cache counted) || exit 1
            ! grep -qx third /tmp/src/round || sleep 10
            echo once >>"$cache/file"
            echo "found $(wc -l <"$cache/file")"
            exec /usr/libexec/s2i/assemble
            """;

    @Test
    void whatOneBuildKeepsTheNextOneFinds() throws IOException {
        admin.application(PROJECT, "counted", "");
        WorkTree tree = WorkTree.ofSample(directory, "nodejs")
                .writeScript(".s2i/bin/assemble", COUNTS)
                .commit("counts builds");
        push(tree, PROJECT + "/counted").expectSuccess();
        assertThat(log(1)).contains("The cache is empty: no earlier build of this branch", "found 1\n");

        push(tree.write("round", "second").commit("second"), PROJECT + "/counted")
                .expectSuccess();
        assertThat(log(2)).contains("The cache is that of earlier builds of this branch", "found 2\n");
        assertThat(installation
                        .docker("run", "--rm", "--entrypoint", "ls", image(2), "-A", "/opt/app-root/cache")
                        .expectSuccess()
                        .out())
                .isBlank();

        push(tree.write("round", "third").commit("third"), PROJECT + "/counted", "-o", "detach")
                .expectSuccess();
        eventually().until(() -> log(3).contains("Assembling with"));
        Victim.NODE.kill(installation);
        eventually().until(() -> state(3).equals("succeeded"));
        assertThat(log(3)).contains("found 3\n").doesNotContain("attempt");

        push(tree.write("round", "fourth").commit("fourth"), PROJECT + "/counted", "-o", "clean")
                .expectSuccess();
        assertThat(log(4)).contains("The cache is empty: a clean build.", "found 1\n");

        // The branch is the same whoever asks.
        admin.post("/projects/" + PROJECT + "/applications/counted/builds?wait=done", "{}");
        assertThat(log(5)).contains("found 2\n");
        assertThat(List.of(ref(4), ref(5))).containsOnly("refs/heads/main");

        eventually().until(() -> volumes().size() == 1);
        admin.delete("/projects/" + PROJECT + "?purge=true").expect(202);
        eventually().until(() -> volumes().isEmpty());
    }

    private List<String> volumes() {
        return installation
                .docker(
                        "volume",
                        "ls",
                        "-q",
                        "--filter",
                        "label=dev.slipway.application=counted",
                        "--filter",
                        "label=dev.slipway.kind=cache")
                .expectSuccess()
                .out()
                .lines()
                .toList();
    }

    private String image(int build) {
        return admin.get(build(build)).expect(200).json().path("image").asText();
    }

    /// As the image of the build says it, by a label and by a variable.
    private String ref(int build) {
        String said = installation
                .docker(
                        "image",
                        "inspect",
                        "--format",
                        "{{index .Config.Labels \"io.openshift.build.commit.ref\"}} {{.Config.Env}}",
                        image(build))
                .expectSuccess()
                .out();
        String ref = said.split(" ")[0];
        assertThat(said).contains("OPENSHIFT_BUILD_REFERENCE=" + ref);
        return ref;
    }

    private String log(int build) {
        return admin.get(build(build) + "/log").text();
    }

    private String state(int build) {
        return admin.get(build(build)).expect(200).json().path("state").asText();
    }

    private static String build(int number) {
        return "/projects/" + PROJECT + "/applications/counted/builds/" + number;
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(1)).ignoreExceptions();
    }
}
