package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An image that says nothing of Slipway, added to the catalogue by an administrator, and replaced
/// under its name.
class AddedBuilderIT extends Story {
    private static final String PROJECT = "added-builder";
    private static final String IMAGE = "pencil-image:1";
    private static final String PASSWORD = "a password of the registry";
    /// Its bcrypt hash, of the fewest rounds.
    private static final String PULLER = "puller:$2b$04$5dYkWYKaG4xUQMBiVt4bD.C8dJuZuS3Ks3jDBTiB82ZiXtB3AZbpu\n";

    @AfterEach
    void remove() {
        admin.delete("/builders/pencil");
        installation.docker("rmi", "--force", IMAGE);
    }

    @Test
    void anAddedImageBuildsAnApplicationAndAnotherUnderItsNameBuildsItAgain() throws IOException {
        admin.post("/builders", """
                        {"name": "pencil", "detects": ["pencil.conf"], "images": [{"version": "1", "image": "%s"}]}
                        """.formatted(IMAGE)).expect(201);
        untilImage(state -> state.path("fault").asText().contains("is not on the node"));
        commit("first");
        untilImage(
                state -> state.path("made").asBoolean() && state.path("fault").isNull());

        admin.application(PROJECT, "web", ",\"build\":{\"triggers\":{\"builderImage\":true}}");
        WorkTree tree =
                WorkTree.ofSample(directory, "shell").write("pencil.conf", "").commit("a pencil");
        assertThat(push(tree, PROJECT + "/web").expectSuccess().err())
                .contains("Builder pencil:1, because the source has pencil.conf");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> build(1).path("release").isNumber());

        assertThat(installation
                        .docker(
                                "image",
                                "inspect",
                                "--format",
                                "{{json .Config.Volumes}}",
                                build(1).path("image").asText())
                        .expectSuccess()
                        .out())
                .contains("/kept");

        commit("second");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> build(2).path("state").asText().equals("succeeded"));
        assertThat(build(2).path("trigger").path("kind").asText()).isEqualTo("builder");
        assertThat(build(2).path("trigger").path("cause").asText())
                .startsWith("builder image changed: pencil:1 sha256:");
        assertThat(build(2).path("commit").path("id").asText()).isEqualTo(tree.head());

        admin.delete("/builders/pencil").expect(204);
        admin.patch("/projects/" + PROJECT + "/applications/web", "{\"builder\": \"pencil\"}")
                .expect(200);
        admin.post("/projects/" + PROJECT + "/applications/web/builds?wait=done", "{}");
        assertThat(build(3).path("message").asText()).contains("An administrator removed the builder \"pencil\"");
    }

    @Test
    void anImageInARegistryIsPulledByTheFirstBuildThatWantsIt() throws IOException {
        try (Registry registry = Registry.start(directory.resolve("registry"))) {
            String image = registry.address() + "/team/pencil:1";
            SmallBuilder.load(installation, directory.resolve("small"), image);
            installation.docker("push", "--quiet", image).expectSuccess();
            installation.docker("rmi", image).expectSuccess();
            admin.post("/builders", """
                            {"name": "pencil", "detects": ["pencil.conf"],
                              "images": [{"version": "1", "image": "%s"}, {"version": "2", "image": "%s2"}]}
                            """.formatted(image, image)).expect(201);

            admin.application(PROJECT, "far", ",\"builder\":\"pencil:1\"");
            WorkTree tree = WorkTree.ofSample(Files.createDirectory(directory.resolve("far")), "shell");
            assertThat(push(tree, PROJECT + "/far").expectSuccess().err())
                    .contains("Pulling " + image + ", which is not on this node yet.")
                    .contains("build 1 succeeded");
            installation.docker("rmi", "--force", "--no-prune", image);

            admin.application(PROJECT, "nowhere", ",\"builder\":\"pencil:2\"");
            assertThat(push(tree, PROJECT + "/nowhere").err())
                    .contains("could not pull image " + image + "2")
                    .contains("manifest unknown");
        }
    }

    @Test
    void nodesSignInAtARegistryThatAnAdministratorNamed() throws IOException {
        Path images = directory.resolve("registry");
        String image;
        try (Registry open = Registry.start(images)) {
            image = open.address() + "/team/pencil:1";
            SmallBuilder.load(installation, directory.resolve("small"), image);
            installation.docker("push", "--quiet", image).expectSuccess();
            installation.docker("rmi", image).expectSuccess();
        }
        try (Registry guarded = Registry.guarded(images, PULLER)) {
            image = guarded.address() + "/team/pencil:1";
            admin.post("/builders", """
                            {"name": "pencil", "images": [{"version": "1", "image": "%s"}]}
                            """.formatted(image)).expect(201);
            admin.application(PROJECT, "guarded", ",\"builder\":\"pencil:1\"");
            WorkTree tree = WorkTree.ofSample(Files.createDirectory(directory.resolve("guarded")), "shell");
            assertThat(push(tree, PROJECT + "/guarded").err())
                    .contains("no basic auth credentials")
                    .contains("/api/v1/registries");

            admin.put(
                            "/registries/" + guarded.address(),
                            "{\"username\": \"puller\", \"password\": \"" + PASSWORD + "\"}")
                    .expect(201);
            String said = push(tree.write("again", "").commit("again"), PROJECT + "/guarded")
                    .expectSuccess()
                    .err();
            assertThat(said).contains("Pulling " + image).doesNotContain(PASSWORD);
            admin.delete("/registries/" + guarded.address()).expect(204);
            installation.docker("rmi", "--force", "--no-prune", image);
        }
    }

    private void untilImage(Predicate<JsonNode> look) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> look.test(admin.get("/builders/pencil")
                        .expect(200)
                        .json()
                        .path("images")
                        .path(0)));
    }

    /// A builder image without a label by which the node would offer it, under the name that was added.
    private void commit(String edition) {
        String container = installation
                .docker("create", "slipway-" + installation.id() + "/builder-shell:1")
                .expectSuccess()
                .out()
                .strip();
        installation
                .docker(
                        "commit",
                        "--change",
                        "LABEL dev.slipway.builder.name=\"\" edition=" + edition,
                        "--change",
                        "VOLUME /kept",
                        container,
                        IMAGE)
                .expectSuccess();
        installation.docker("rm", container);
    }

    private JsonNode build(int number) {
        return admin.get("/projects/" + PROJECT + "/applications/web/builds/" + number)
                .json();
    }
}
