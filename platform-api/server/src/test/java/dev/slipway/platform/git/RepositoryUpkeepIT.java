package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tidied repositories are smaller and whole, for the real git.
class RepositoryUpkeepIT {
    private static final int PUSHES = 25;

    @TempDir
    Path directory;

    private GitServer server;
    private GitClient client;

    @BeforeEach
    void push() {
        server = new GitServer(directory.resolve("repositories"), FixedGitConfig.defaults());
        server.repositories.create(server.application, "main");
        client = GitClient.at(directory.resolve("work"), server.url("ada"));
        for (int i = 0; i < PUSHES; i++) {
            client.write("file", "edition " + i).commit("edition " + i);
            client.run("push", "-q", "-o", "no-build", "slipway", "HEAD:main").expect(0);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RepositoryUpkeep upkeep(Duration keep) {
        return new RepositoryUpkeep(server.repositories, keep, InstantSource.system());
    }

    @Test
    void manyPacksBecomeOneAndNothingIsLost() throws IOException {
        assertThat(packs()).hasSizeGreaterThan(20);

        assertThat(upkeep(Duration.ofDays(1)).turn()).isEqualTo(1);
        assertThat(upkeep(Duration.ofDays(1)).turn()).isZero();

        assertThat(packs()).hasSize(1);
        assertClean();
        GitClient clone = new GitClient(directory);
        clone.run("clone", "-q", server.url("vera"), "clone").expect(0);
        assertThat(directory.resolve("clone/file")).hasContent("edition " + (PUSHES - 1));
        client.write("file", "after").commit("after");
        client.run("push", "-q", "-o", "no-build", "slipway", "HEAD:main").expect(0);
        assertClean();
    }

    @Test
    void whatNothingReachesStaysForItsTimeAndGoesThen() throws IOException {
        String lost = client.run("rev-parse", "HEAD").expect(0).output().strip();
        client.run("reset", "-q", "--hard", "HEAD~3").expect(0);
        client.write("file", "other").commit("other");
        client.run("push", "-q", "-f", "-o", "no-build", "slipway", "HEAD:main").expect(0);

        upkeep(Duration.ofDays(1)).turn();
        assertThat(has(lost)).isTrue();
        assertClean();
        for (int i = 0; i < PUSHES; i++) {
            client.write("file", "more " + i).commit("more " + i);
            client.run("push", "-q", "-o", "no-build", "slipway", "HEAD:main").expect(0);
        }
        upkeep(Duration.ofSeconds(-5)).turn();

        assertThat(has(lost)).isFalse();
        assertClean();
    }

    @Test
    void repositoryThatAPushIsAboutToChangeIsLeftAlone() {
        var lock = server.repositories.lock(server.application);
        lock.lock();
        try {
            assertThat(CompletableFuture.supplyAsync(this::turn).join()).isZero();
        } finally {
            lock.unlock();
        }
        assertThat(turn()).isEqualTo(1);
    }

    private int turn() {
        try {
            return upkeep(Duration.ofDays(1)).turn();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatABrokenOffPushLeftGoesAndAPushUnderWayStays() throws IOException {
        Path left = Files.createDirectories(directory.resolve("repositories/.incoming/left/objects"));
        Path arriving = Files.createDirectories(server.repositories.arrive());

        server.repositories.sweepBrokenOff();

        assertThat(left.getParent()).doesNotExist();
        assertThat(arriving).exists();
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.list(server.repository().resolve("objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack")).toList();
        }
    }

    private boolean has(String commit) {
        return new GitClient(server.repository()).run("cat-file", "-e", commit).exit() == 0;
    }

    private void assertClean() {
        GitClient.Result result =
                new GitClient(server.repository()).run("fsck", "--strict", "--no-dangling", "--no-progress");
        assertThat(result.exit()).isZero();
        assertThat(result.output().lines().filter(line -> !line.startsWith("warning: core.fsync")))
                .isEmpty();
    }
}
