package dev.slipway.platform.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is acknowledged lies on the disk: every sync of the process is recorded and compared with what a push
/// changes. And what a dead process leaves behind is in nobody's way.
@Timeout(60)
class GitDurabilityIT {
    @TempDir
    Path work;

    private GitServer server;
    private GitClient git;
    private Path repository;

    @BeforeEach
    void start() {
        server = new GitServer(work.resolve("repositories"), FixedGitConfig.defaults());
        git = GitClient.at(work.resolve("ada"), server.url("ada"));
        repository = work.resolve("repositories").resolve(server.application + ".git");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNewRepositoryLastsBeforeItIsOffered() throws IOException {
        List<Sync> syncs = during(() -> git.run("ls-remote", "slipway").expect(0));

        assertThat(paths(syncs))
                .anyMatch(path -> path.endsWith("/HEAD"))
                .anyMatch(path -> path.endsWith("/config"))
                .anyMatch(path -> path.endsWith("/refs/heads"))
                .contains(work.resolve("repositories").toString());
    }

    @Test
    void objectsRefJournalAndTheirDirectoriesLastBeforeTheBuildIsQueuedAndThePusherAnswered() throws IOException {
        git.write("index.html", "hello").commit("Say hello");

        List<Sync> syncs =
                during(() -> git.run("push", "-o", "detach", "slipway", "main").expect(0));

        List<String> before = paths(syncs.stream()
                .filter(sync -> sync.at().isBefore(server.builds.queuedAt))
                .toList());
        assertThat(before)
                .anyMatch(path -> path.endsWith(".pack"))
                .anyMatch(path -> path.endsWith(".idx"))
                .contains(at("objects/pack"), at("objects"), at("packed-refs"), repository.toString());
        assertThat(before.indexOf(at("objects/pack")))
                .as("objects last before a ref names them")
                .isLessThan(before.indexOf(at("packed-refs")));
    }

    @Test
    void aBranchOfItsOwnLastsBeforeThePusherIsAnswered() throws IOException {
        git.write("index.html", "hello").commit("Say hello");

        List<Sync> syncs = during(() ->
                git.run("push", "-o", "detach", "slipway", "main:deep/feature").expect(0));

        assertThat(paths(syncs))
                .contains(at("refs/heads/deep/feature"), at("refs/heads/deep"), at("refs/heads"), at("refs"));
    }

    @Test
    void locksTemporaryFilesAndInvisiblePacksOfADeadProcessAreSweptAndNothingElse() throws IOException {
        git.write("index.html", "hello").commit("Say hello");
        git.run("push", "-o", "detach", "slipway", "main", "main:x.tmp", "main:x.pack")
                .expect(0);
        Path lock = Files.createFile(repository.resolve("packed-refs.lock"));
        Path temporary = Files.createFile(repository.resolve("objects/noz1.tmp"));
        Path invisible = Files.createFile(repository.resolve("objects/pack/pack-12.pack"));
        git.write("index.html", "again").commit("Say it again");

        git.run("push", "-o", "detach", "slipway", "main").expect(1);
        server.repositories.sweep();

        assertThat(List.of(lock, temporary, invisible)).noneMatch(Files::exists);
        git.run("push", "-o", "detach", "slipway", "main").expect(0);
        assertThat(git.run("ls-remote", "slipway").expect(0).output()).contains("x.tmp", "x.pack");
        git.run("--git-dir", repository.toString(), "fsck", "--strict").expect(0);
    }

    private String at(String path) {
        return repository.resolve(path).toString();
    }

    private record Sync(String path, Instant at) {
        static Sync of(RecordedEvent event) {
            return new Sync(event.getString("path"), event.getEndTime());
        }
    }

    private static List<String> paths(List<Sync> syncs) {
        return syncs.stream().map(Sync::path).toList();
    }

    private List<Sync> during(Runnable work) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO).withoutStackTrace();
            recording.start();
            work.run();
            recording.stop();
            Path file = this.work.resolve("syncs.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals("jdk.FileForce"))
                    .map(Sync::of)
                    .sorted(java.util.Comparator.comparing(Sync::at))
                    .toList();
        }
    }
}
