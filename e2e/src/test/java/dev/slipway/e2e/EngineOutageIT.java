package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The engine may die or hang: what runs goes on answering, the node says that it is ill, and is well soon
/// after.
@Order(Story.LATE)
class EngineOutageIT extends Story {
    private static final String PROJECT = "outage";

    @Test
    void applicationsServeWhileTheEngineIsDeadAndTheNodeIsBackWithinSeconds() {
        deployed("steady");
        Container before = Container.of(installation, admin, PROJECT, "steady");
        try (Poll poll = Poll.of(visitor, host(PROJECT, "steady"), "Hello from Slipway")) {
            Victim.DOCKERD.kill(installation);

            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> before.inspect("{{.State.Running}}").equals("true"));
            await().atMost(Duration.ofSeconds(10)).until(() -> trouble().isNull());
            poll.assertAllAnswered();
        }
        assertThat(Container.of(installation, admin, PROJECT, "steady").id()).isEqualTo(before.id());
        deployed("after");
    }

    @Test
    void engineThatHangsMakesItsNodeIllAndMovesNothing() {
        deployed("calm");
        Container before = Container.of(installation, admin, PROJECT, "calm");
        ProcessHandle engine = Victim.DOCKERD.process(installation);
        try (Poll poll = Poll.of(visitor, host(PROJECT, "calm"), "Hello from Slipway")) {
            Victim.signal("STOP", engine);
            try {
                await().atMost(Duration.ofSeconds(30)).until(() -> trouble().isTextual());
                admin.put("/projects/" + PROJECT + "/applications/calm/scale", "{\"replicas\":2}")
                        .expect(200);
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> instances().findValuesAsText("message").stream()
                                .anyMatch(message -> message.contains("takes nothing new")));
            } finally {
                Victim.signal("CONT", engine);
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> trouble().isNull());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> instances().findValuesAsText("ready").stream()
                                    .filter("true"::equals)
                                    .count()
                            == 2);
            poll.assertAllAnswered();
        }
        assertThat(before.inspect("{{.State.Running}}")).isEqualTo("true");
    }

    private JsonNode instances() {
        return admin.get("/projects/" + PROJECT + "/applications/calm/instances")
                .expect(200)
                .json()
                .path("items");
    }

    /// Of the node that lives; another story may have left one that is lost.
    private JsonNode trouble() {
        for (JsonNode node : admin.get("/nodes").expect(200).json().path("items")) {
            if (node.path("state").asText().equals("ready")) {
                return node.path("trouble");
            }
        }
        throw new AssertionError("no node is ready");
    }

    private void deployed(String application) {
        admin.application(PROJECT, application, "");
        WorkTree tree = Files.exists(directory.resolve(".git"))
                ? WorkTree.at(directory)
                : WorkTree.ofSample(directory, "shell");
        push(tree, PROJECT + "/" + application).expectSuccess();
    }
}
