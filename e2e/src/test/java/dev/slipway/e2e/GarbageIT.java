package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/// What nothing needs goes from the engine and from beside it, what is kept can still be deployed, and nothing
/// that runs is ever touched. Two more releases than keep their images.
class GarbageIT extends Story {
    private static final String PROJECT = "garbage";
    private static final String APPLICATION = "/projects/" + PROJECT + "/applications/shop";
    private static final int RELEASES = Installation.KEPT_RELEASES + 2;

    @Test
    void oldImagesGoKeptOnesComeBackAndAPurgedProjectLeavesNothing() {
        admin.application(PROJECT, "shop", "");
        WorkTree tree = WorkTree.ofSample(directory, "shell");
        List<String> images = new ArrayList<>();
        for (int version = 1; version <= RELEASES; version++) {
            push(tree.write("www/index.html", "edition " + version).commit("edition " + version), PROJECT + "/shop")
                    .expectSuccess();
            images.add(release(version).path("image").asText());
        }

        eventually()
                .until(() -> release(1).path("imageGoneAt").isTextual()
                        && !inEngine(images.get(0))
                        && !inEngine(images.get(1)));
        eventually()
                .until(() -> release(3).path("digest").isTextual()
                        && release(RELEASES).path("digest").isTextual());
        assertThat(images.subList(2, RELEASES)).allMatch(this::inEngine);
        assertThat(stored()).containsAll(digests(3, RELEASES)).doesNotContain(images.get(0));
        Api.Answer refused =
                admin.post(APPLICATION + "/deployments", "{\"release\":1}").expect(409);
        assertThat(refused.json().path("next").asText()).contains("Build its commit again");

        // An engine that has lost an image gets it back from beside it, under the same id.
        installation.docker("rmi", images.get(2)).expectSuccess();
        admin.post(APPLICATION + "/deployments", "{\"release\":3}").expect(202);
        visitor.seesSoon(host(PROJECT, "shop"), "edition 3");
        assertThat(inEngine(images.get(2))).isTrue();

        String network = network();
        admin.delete("/projects/" + PROJECT + "?purge=true").expect(202);
        eventually().until(() -> admin.get("/projects/" + PROJECT).status() == 404);
        eventually().until(() -> images.stream().noneMatch(this::inEngine));
        eventually().until(() -> !networks().contains(network));
    }

    private JsonNode release(int version) {
        return admin.get(APPLICATION + "/releases/" + version).expect(200).json();
    }

    private List<String> digests(int first, int last) {
        List<String> digests = new ArrayList<>();
        for (int version = first; version <= last; version++) {
            int asked = version;
            eventually().until(() -> release(asked).path("digest").isTextual());
            digests.add(release(version).path("digest").asText());
        }
        return digests;
    }

    private boolean inEngine(String image) {
        return installation
                        .docker("image", "inspect", "--format", "{{.Id}}", image)
                        .exit()
                == 0;
    }

    /// The digests of all blobs of the layout that image descriptors name.
    private List<String> stored() {
        try (Stream<Path> files = Files.list(installation.home().resolve("images/images"))) {
            return files.map(GarbageIT::digest).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path descriptor) {
        try {
            return Files.readString(descriptor).replaceAll("(?s).*\"digest\":\"([^\"]*)\".*", "$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String network() {
        return Container.of(installation, admin, PROJECT, "shop")
                .inspect("{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}");
    }

    private List<String> networks() {
        return installation
                .docker("network", "ls", "--format", "{{.Name}}")
                .expectSuccess()
                .out()
                .lines()
                .toList();
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(500));
    }
}
