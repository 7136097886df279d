package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `e2e/drills/backup`: many applications with two releases each are backed up, purged and restored to an empty home.
class FullBackupDrill {
    private static final int APPLICATIONS = Integer.getInteger("slipway.drill.applications", 20);
    private static final int IN_A_PROJECT = 5;
    private static final int PUSHES_AT_ONCE = 4;

    private final List<Application> applications = IntStream.range(0, APPLICATIONS)
            .mapToObj(i -> new Application("team-" + (i / IN_A_PROJECT + 1), "app-" + (i + 1)))
            .toList();
    private final List<String> table = new ArrayList<>();

    @TempDir
    Path directory;

    private Installation installation;
    private Visitor visitor;

    private record Application(String project, String name) {
        String path() {
            return "/projects/" + project + "/applications/" + name;
        }

        String host() {
            return Story.host(project, name);
        }
    }

    @BeforeEach
    void start() throws IOException {
        // JUnit's directory is its owner's alone; the users of the home must get through.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        installation = Installation.apart(directory.resolve("home"));
        visitor = new Visitor(installation.routerPort());
        installation.up(Installation.root()).expectSuccess();
    }

    @AfterEach
    void purge() {
        installation.purge().expectSuccess();
    }

    @Test
    void everyApplicationAnswersAgainWithTheImagesOfBefore() throws Exception {
        Path file = directory.resolve("backup");
        step("make " + APPLICATIONS + " applications, two releases each", this::makeAll);
        step("until every image is stored", this::awaitDigests);
        Map<String, String> digests = digests();
        assertThat(digests).hasSize(2 * APPLICATIONS);

        step("backup", () -> installation.launcher("backup", file.toString()).expectSuccess());
        step("purge", () -> installation.purge().expectSuccess());
        step("restore", () -> installation.launcher("restore", file.toString()).expectSuccess());
        step("up", () -> installation.up(Installation.root()).expectSuccess());
        step("until the last application answers", this::awaitAnswers);

        System.out.println("| step | s |\n|---|---|\n" + String.join("\n", table));
        System.out.printf("The file has %.1f MB.%n", Files.size(file) / 1e6);
        assertThat(digests()).isEqualTo(digests);
        for (Application application : applications) {
            assertThat(running(application)).as(application.path()).isEqualTo(current(application));
        }
    }

    private void step(String name, Runnable work) {
        long start = System.nanoTime();
        work.run();
        table.add("| %s | %.1f |".formatted(name, (System.nanoTime() - start) / 1e9));
    }

    private void makeAll() {
        Api admin = Api.administrator(installation);
        applications.forEach(application -> admin.application(application.project(), application.name(), ""));
        try (ExecutorService threads = Executors.newFixedThreadPool(PUSHES_AT_ONCE)) {
            List<Future<?>> pushes = new ArrayList<>();
            applications.forEach(application -> pushes.add(threads.submit(() -> pushTwice(admin, application))));
            for (Future<?> push : pushes) {
                push.get();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        awaitAnswers();
    }

    private Void pushTwice(Api admin, Application application) throws IOException {
        Path place = Files.createDirectories(directory.resolve(application.name()));
        WorkTree tree = WorkTree.ofSample(place, "shell");
        for (String edition : List.of("first", "second")) {
            tree.write("www/index.html", application.name() + ", " + edition + "\n")
                    .commit(edition)
                    .push(installation, admin, "admin", application.project() + "/" + application.name())
                    .expectSuccess();
        }
        return null;
    }

    private void awaitAnswers() {
        for (Application application : applications) {
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .until(
                            () -> visitor.visit(application.host(), "/").text(),
                            text -> text.equals(application.name() + ", second\n"));
        }
    }

    private void awaitDigests() {
        await().atMost(Duration.ofMinutes(3))
                .until(() -> digests().values().stream().noneMatch(String::isEmpty));
    }

    /// Of every release, "" where its image is not stored yet.
    private Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        for (Application application : applications) {
            releases(application)
                    .forEach(release -> digests.put(
                            application.path() + " v" + release.path("version").asInt(),
                            release.path("digest").asText("")));
        }
        return digests;
    }

    private JsonNode releases(Application application) {
        return Api.administrator(installation)
                .get(application.path() + "/releases")
                .expect(200)
                .json()
                .path("items");
    }

    private String current(Application application) {
        return releases(application).path(0).path("image").asText();
    }

    private String running(Application application) {
        return Container.of(installation, Api.administrator(installation), application.project(), application.name())
                .inspect("{{.Image}}");
    }
}
