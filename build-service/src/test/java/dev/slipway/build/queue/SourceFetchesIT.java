package dev.slipway.build.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.build.log.PostgresLogEndings;
import dev.slipway.database.Database;
import dev.slipway.database.Json;
import dev.slipway.database.TestDatabase;
import dev.slipway.model.build.Commit;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.build.StageTiming;
import dev.slipway.model.event.Bell;
import dev.slipway.model.source.GitRef;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.SourceMirrors;
import dev.slipway.model.source.SourceReference;
import dev.slipway.model.source.SourceSubmodules.Brought;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFetchesIT {
    private final Database database = Database.of(TestDatabase.migrated());
    private final Bell bell = new Bell();
    private final BuildSamples samples = new BuildSamples(database);
    private final BuildQueue queue =
            new BuildQueue(database, () -> 2, bell, new ObjectMapper().registerModule(new JavaTimeModule()));
    private final SlowMirrors mirrors = new SlowMirrors();
    private final List<String> submodules = new CopyOnWriteArrayList<>();
    private FileBuildLogs logs;
    private SourceFetches fetches;
    private UUID application;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws IOException {
        logs = new FileBuildLogs(directory, new PostgresLogEndings(database));
        fetches = new SourceFetches(database, queue, mirrors, this::submodules, logs, bell, 2);
        application = gitApplication(samples.project("shop"), "web");
    }

    @AfterEach
    void end() {
        mirrors.answers.values().forEach(CountDownLatch::countDown);
        await().until(fetches::atRest);
    }

    private UUID gitApplication(UUID project, String name) {
        UUID made = samples.application(project, name);
        database.run(sql -> sql.update(
                "UPDATE applications SET source = ? WHERE id = ?",
                new Json("{\"git\":{\"url\":\"https://host/" + name + ".git\"}}"),
                made));
        return made;
    }

    private UUID wanted(UUID of, int number, String ref) {
        UUID build = samples.build(of, number, "manual");
        database.run(sql -> sql.update(
                "UPDATE builds SET resolved = false, commit_id = '', wanted_ref = ? WHERE id = ?", ref, build));
        return build;
    }

    /// Also of what was pushed here: the commit is known then.
    private UUID wantedWithSubmodules(UUID of, int number, String commit) {
        UUID build = wanted(of, number, null);
        database.run(sql -> sql.update(
                "UPDATE builds SET submodules = true, commit_id = ?, commit_ref = 'refs/heads/main' WHERE id = ?",
                commit,
                build));
        return build;
    }

    private List<Brought> submodules(UUID of, String commit, GitUrl from) {
        submodules.add(commit + " " + from);
        if (commit.equals("bad")) {
            throw new FailedBuild(FailureReason.SourceSubmoduleUnusable, "The submodule lib is not there.");
        }
        return List.of(
                new Brought("lib", GitUrl.parse("https://host/lib.git"), "abc123", 4096, "forge"),
                new Brought("lib/deep", GitUrl.parse("https://host/deep.git"), "def456", 0, null));
    }

    /// Answers when the test lets it; a ref that begins with "bad" is not there.
    private static final class SlowMirrors implements SourceMirrors {
        final Map<UUID, CountDownLatch> answers = new ConcurrentHashMap<>();
        final List<String> asked = new CopyOnWriteArrayList<>();
        final List<UUID> interrupted = new CopyOnWriteArrayList<>();

        @Override
        public Fetched fetch(UUID application, GitUrl url, GitRef ref) throws InterruptedException {
            asked.add(url + " " + ref);
            try {
                answers.getOrDefault(application, new CountDownLatch(0)).await();
            } catch (InterruptedException e) {
                interrupted.add(application);
                throw e;
            }
            if (ref != null && ref.name().startsWith("bad")) {
                throw new FailedBuild(FailureReason.SourceRefNotFound, "There is no " + ref, List.of("main"));
            }
            return new Fetched(new Commit("c0ffee", "Ada", "One", "refs/heads/main"), "main", 2048, "forge");
        }
    }

    @Test
    void nobodyClaimsABuildUntilItsCommitIsFound() {
        UUID build = wanted(application, 1, null);
        assertThat(queue.claim("n1")).isEmpty();

        fetches.turn();

        await().untilAsserted(() -> assertThat(samples.text(build, "commit_id")).isEqualTo("c0ffee"));
        assertThat(samples.text(build, "stage IS NULL")).isEqualTo("true");
        assertThat(samples.text(build, "stages")).contains("\"fetch\"");
        assertThat(queue.claim("n1").orElseThrow().commit())
                .isEqualTo(new Commit("c0ffee", "Ada", "One", "refs/heads/main"));
        assertThat(mirrors.asked).containsExactly("https://host/web.git null");
    }

    @Test
    void theStageSaysThatItIsFetchedAndTheLogFromWhere() throws Exception {
        mirrors.answers.put(application, new CountDownLatch(1));
        UUID build = wanted(application, 1, "main");

        fetches.turn();

        await().untilAsserted(() ->
                assertThat(samples.text(build, "coalesce(stage, '')")).isEqualTo("fetch"));
        assertThat(samples.text(build, "state")).isEqualTo("queued");
        mirrors.answers.get(application).countDown();
        await().untilAsserted(() -> assertThat(log(build)).contains("Fetching https://host/web.git, main\n"));
        await().untilAsserted(() ->
                assertThat(log(build)).contains("with the credential forge: refs/heads/main is commit c0ffee\n"));
    }

    private String log(UUID build) throws Exception {
        StringBuilder text = new StringBuilder();
        logs.read(build, 0, false, (bytes, offset, length) -> text.append(new String(bytes, offset, length)));
        return text.toString();
    }

    @Test
    void aFailureEndsTheBuildWithItsReason() throws Exception {
        UUID build = wanted(application, 1, "bad");

        fetches.turn();

        await().untilAsserted(() -> assertThat(samples.text(build, "state")).isEqualTo("failed"));
        assertThat(samples.text(build, "reason")).isEqualTo("SourceRefNotFound");
        assertThat(samples.text(build, "message")).isEqualTo("There is no bad");
        assertThat(samples.text(build, "evidence")).isEqualTo("{main}");
        assertThat(samples.text(build, "next")).isEqualTo(FailureReason.SourceRefNotFound.next());
        await().untilAsserted(() -> assertThat(log(build)).endsWith("build 1 failed: SourceRefNotFound\n"));
        assertThat(log(build)).startsWith("--> fetch\n").containsPattern("<-- fetch +[0-9.]+ s failed\n");
        assertThat(samples.text(build, "stages")).contains("\"fetch\"");
        assertThat(samples.eventKinds(build)).contains("BuildFailed");
    }

    @Test
    void aCancelledFetchIsGivenUpAtOnceAndTheNextBegins() {
        mirrors.answers.put(application, new CountDownLatch(1));
        UUID first = wanted(application, 1, null);
        fetches.turn();
        await().until(() -> mirrors.asked.size() == 1);
        UUID second = wanted(application, 2, null);
        fetches.turn();
        assertThat(mirrors.asked).hasSize(1);

        queue.cancel(first);
        mirrors.answers.remove(application);
        fetches.turn();
        await().until(() -> mirrors.interrupted.equals(List.of(application)));
        await().untilAsserted(() -> {
            fetches.turn();
            assertThat(samples.text(second, "commit_id")).isEqualTo("c0ffee");
        });
        assertThat(samples.text(first, "state")).isEqualTo("cancelled");
        assertThat(samples.text(first, "commit_id")).isEmpty();
    }

    @Test
    void aBuildCancelledOnlyInItsRowIsNeitherFailedNorBuilt() {
        mirrors.answers.put(application, new CountDownLatch(1));
        UUID build = wanted(application, 1, "bad");
        fetches.turn();
        await().until(() -> mirrors.asked.size() == 1);

        database.run(sql -> sql.update("UPDATE builds SET cancel_requested = true WHERE id = ?", build));
        fetches.turn();

        await().until(() -> mirrors.interrupted.equals(List.of(application)));
        assertThat(samples.text(build, "state")).isEqualTo("queued");
        assertThat(queue.resolved(
                        build, new Commit("c0ffee", null, null, null), new StageTiming("fetch", Instant.now(), 1)))
                .isFalse();
    }

    @Test
    void submodulesAreBroughtBeforeAnybodyClaimsTheBuild() throws Exception {
        UUID build = wantedWithSubmodules(application, 1, "");

        fetches.turn();

        await().untilAsserted(() -> assertThat(samples.text(build, "resolved")).isEqualTo("true"));
        assertThat(submodules).containsExactly("c0ffee https://host/web.git");
        assertThat(log(build))
                .contains(
                        "Submodule lib: commit abc123 of https://host/lib.git, fetched 4 KiB with the credential forge\n")
                .contains("Submodule lib/deep: commit def456 of https://host/deep.git, here already\n");
        assertThat(queue.claim("n1").orElseThrow().origin()).isEqualTo(new SourceReference.OfCommit("c0ffee", true));
    }

    @Test
    void ofWhatWasPushedHereOnlyTheSubmodulesAreFetched() {
        UUID pushed = samples.application(samples.project("pushed"), "web");
        UUID build = wantedWithSubmodules(pushed, 1, "beef");

        fetches.turn();

        await().untilAsserted(() -> assertThat(samples.text(build, "resolved")).isEqualTo("true"));
        assertThat(samples.text(build, "commit_ref")).isEqualTo("refs/heads/main");
        assertThat(submodules).containsExactly("beef null");
        assertThat(mirrors.asked).isEmpty();
    }

    @Test
    void aSubmoduleThatCannotBeHadEndsTheBuild() {
        UUID build = wantedWithSubmodules(application, 1, "bad");

        fetches.turn();

        await().untilAsserted(() ->
                assertThat(samples.text(build, "coalesce(reason, '')")).isEqualTo("SourceSubmoduleUnusable"));
    }

    @Test
    void oneAtATimeForAnApplicationAndTwoInAll() {
        UUID project = samples.project("many");
        List<UUID> applications =
                List.of(gitApplication(project, "a1"), gitApplication(project, "a2"), gitApplication(project, "a3"));
        applications.forEach(one -> mirrors.answers.put(one, new CountDownLatch(1)));
        applications.forEach(one -> {
            wanted(one, 1, null);
            wanted(one, 2, null);
        });

        fetches.turn();
        fetches.turn();
        await().until(() -> mirrors.asked.size() == 2);
        assertThat(mirrors.asked).containsExactlyInAnyOrder("https://host/a1.git null", "https://host/a2.git null");
    }

    @Test
    void anApplicationThatHasNoUrlAnyMoreFailsTheBuild() {
        UUID build = wanted(samples.application(samples.project("pushed"), "web"), 1, null);

        fetches.turn();

        await().untilAsserted(() ->
                assertThat(samples.text(build, "coalesce(reason, '')")).isEqualTo("FetchSourceFailed"));
        assertThat(mirrors.asked).isEmpty();
    }

    @Test
    void whatADeadPlatformLeftInAFetchIsFetchedAnew() {
        UUID build = wanted(application, 1, null);
        database.run(sql -> sql.update("UPDATE builds SET stage = 'fetch' WHERE id = ?", build));

        new SourceFetches(database, queue, mirrors, this::submodules, logs, bell, 2).turn();

        await().untilAsserted(() -> assertThat(samples.text(build, "resolved")).isEqualTo("true"));
    }
}
