package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// A build whose node stops in the middle goes on elsewhere: once, and what the first one says later does not
/// count.
@Order(Story.LATE)
class TakeoverIT extends Story {
    private static final String PROJECT = "takeover";
    private static final String APPLICATION = "/projects/" + PROJECT + "/applications/slow";

    @Test
    void buildOfANodeThatHangsIsTakenOverBySecondNodeAndEndsOnce() {
        admin.application(PROJECT, "slow", "");
        WorkTree tree = WorkTree.ofSample(directory, "shell")
                .writeScript(".s2i/bin/assemble", "#!/bin/sh\nsleep 5\nexec /usr/libexec/s2i/assemble\n")
                .commit("slow");
        push(tree, PROJECT + "/slow", "-o", "detach").expectSuccess();
        soon().until(() -> !building().isBlank());
        Victim.signal("STOP", Victim.NODE.process(installation));
        try (SecondNode second = SecondNode.start(installation)) {
            try {
                soon().until(() -> !second.docker("ps", "-q", "--filter", Installation.BUILDS)
                        .out()
                        .isBlank());
                soon().until(() -> build().path("state").asText().equals("succeeded"));
            } finally {
                Victim.signal("CONT", Victim.NODE.process(installation));
            }

            visitor.seesSoon(host(PROJECT, "slow"), "Hello from Slipway");
            soon().until(() -> building().isBlank());
            assertThat(instanceNode()).isEqualTo(SecondNode.NAME);
            assertThat(admin.get(APPLICATION + "/builds").expect(200).json().path("items"))
                    .hasSize(1);
            assertThat(admin.get(APPLICATION + "/releases").expect(200).json().path("items"))
                    .hasSize(1);
            assertThat(build().path("state").asText()).isEqualTo("succeeded");

            admin.delete("/projects/" + PROJECT + "?purge=true").expect(202);
            soon().until(() -> admin.get("/projects/" + PROJECT).status() == 404);
        }
        await().atMost(Duration.ofMinutes(1))
                .until(() -> installation.launcher("status", "--json").exit() == 0);
    }

    /// Build containers of the first node.
    private String building() {
        return installation
                .docker("ps", "-aq", "--filter", Installation.BUILDS)
                .expectSuccess()
                .out();
    }

    private JsonNode build() {
        return admin.get(APPLICATION + "/builds/1").expect(200).json();
    }

    private String instanceNode() {
        return admin.get(APPLICATION + "/instances")
                .expect(200)
                .json()
                .path("items")
                .path(0)
                .path("node")
                .asText();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(200));
    }
}
