package dev.slipway.build.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.build.log.PostgresLogEndings;
import dev.slipway.database.Database;
import dev.slipway.database.TestDatabase;
import dev.slipway.model.assignment.BuildProgress.BuiltImage;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.LogLine;
import dev.slipway.model.build.StageTiming;
import dev.slipway.model.event.Bell;
import dev.slipway.model.event.Bell.Topic;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildQueueIT {
    private static final Outcome SUCCESS = success(1);

    private final Database database = Database.of(TestDatabase.migrated());
    private final Bell bell = new Bell();
    private final BuildSamples samples = new BuildSamples(database);
    private final BuildQueue queue =
            new BuildQueue(database, () -> 2, bell, new ObjectMapper().registerModule(new JavaTimeModule()));
    private FileBuildLogs logs;
    private StaleBuilds stale;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws Exception {
        logs = new FileBuildLogs(directory, new PostgresLogEndings(database));
        stale = new StaleBuilds(database, bell, logs);
        stale.sweep();
    }

    @Test
    void eightThreadsNeverGetOneBuildTwice() throws Exception {
        for (int project = 0; project < 20; project++) {
            UUID id = samples.project("p" + project);
            for (int application = 0; application < 2; application++) {
                samples.build(samples.application(id, "a" + application), 1, "manual");
            }
        }
        Queue<UUID> claimed = new ConcurrentLinkedQueue<>();
        AtomicInteger left = new AtomicInteger(40);
        CountDownLatch done = new CountDownLatch(8);
        for (int thread = 0; thread < 8; thread++) {
            Thread.startVirtualThread(() -> {
                while (left.get() > 0) {
                    queue.claim("n1").ifPresent(build -> {
                        claimed.add(build.id());
                        left.decrementAndGet();
                    });
                }
                done.countDown();
            });
        }
        done.await();

        assertThat(claimed).hasSize(40).doesNotHaveDuplicates();
        assertThat(queue.claim("n1")).isEmpty();
    }

    @Test
    void buildsOfOneApplicationRunOneAfterTheOther() {
        UUID application = samples.application(samples.project("shop"), "web");
        UUID first = samples.build(application, 1, "manual");
        UUID second = samples.build(application, 2, "manual");

        assertThat(queue.claim("n1").orElseThrow().id()).isEqualTo(first);
        assertThat(queue.claim("n1")).isEmpty();
        assertThat(queue.outcome(first, SUCCESS, null)).isTrue();
        assertThat(queue.claim("n1").orElseThrow().id()).isEqualTo(second);
    }

    @Test
    void atMostTwoBuildsOfAProjectRunAtOnce() {
        UUID project = samples.project("shop");
        for (String name : List.of("a1", "a2", "a3")) {
            samples.build(samples.application(project, name), 1, "manual");
        }

        assertThat(queue.claim("n1")).isPresent();
        assertThat(queue.claim("n1")).isPresent();
        assertThat(queue.claim("n1")).isEmpty();
    }

    @Test
    void newerPushReplacesAnOlderOneThatWaits() throws Exception {
        UUID application = samples.application(samples.project("shop"), "web");
        UUID first = samples.build(application, 1, "push");
        UUID second = samples.build(application, 2, "push");

        assertThat(queue.claim("n1").orElseThrow().id()).isEqualTo(second);
        samples.build(application, 3, "manual");
        UUID fourth = samples.build(application, 4, "push");
        UUID fifth = samples.build(application, 5, "push");
        assertThat(stale.sweep()).isEqualTo(2);
        assertThat(samples.text(fourth, "message")).contains("build 5");
        assertThat(samples.text(fifth, "state")).isEqualTo("queued");
        assertThat(samples.text(first, "state")).isEqualTo("cancelled");
        assertThat(log(fourth)).isEqualTo("build 4 failed: Cancelled\n");
    }

    @Test
    void aNewerBuildOfAWebhookReplacesOneOfTheSameRefThatWaits() {
        UUID application = samples.application(samples.project("shop"), "web");
        UUID main = samples.build(application, 1, "webhook");
        UUID tag = samples.build(application, 2, "webhook");
        database.run(sql -> sql.update("UPDATE builds SET wanted_ref = 'refs/tags/v1' WHERE id = ?", tag));
        UUID push = samples.build(application, 3, "push");
        UUID newer = samples.build(application, 4, "webhook");

        assertThat(stale.sweep()).isEqualTo(1);
        assertThat(samples.text(main, "message")).contains("build 4");
        assertThat(samples.text(tag, "state")).isEqualTo("queued");
        assertThat(samples.text(push, "state")).isEqualTo("queued");
        UUID last = samples.build(application, 5, "webhook");
        assertThat(queue.claim("n1").orElseThrow().id()).isEqualTo(tag);
        assertThat(samples.text(newer, "state")).isEqualTo("queued");
        assertThat(stale.sweep()).isEqualTo(1);
        assertThat(samples.text(last, "state")).isEqualTo("queued");
    }

    @Test
    void takenOverBuildIsFencedFromItsFormerHolder() {
        UUID build = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");
        assertThat(queue.claim("n1").orElseThrow().epoch()).isEqualTo(1);
        assertThat(queue.claim("n2")).isEmpty();
        samples.expire(build);
        assertThat(queue.claim("n2")).isEmpty();
        assertThat(stale.sweep()).isEqualTo(1);
        assertThat(queue.claim("n2").orElseThrow().epoch()).isEqualTo(2);

        assertThat(queue.heartbeat(build, 1, "assemble")).isEmpty();
        assertThat(queue.outcome(build, success(1), null)).isFalse();
        assertThat(queue.holds(build, 1)).isFalse();
        assertThat(queue.heartbeat(build, 2, "assemble").orElseThrow().cancelled())
                .isFalse();
        assertThat(queue.outcome(build, success(2), null)).isTrue();
        assertThat(queue.outcome(build, success(2), null)).isTrue();
        assertThat(samples.text(build, "state")).isEqualTo("succeeded");
    }

    @Test
    void buildThatLostThreeNodesFails() throws Exception {
        UUID build = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");
        for (int claim = 0; claim < 3; claim++) {
            assertThat(queue.claim("n1")).isPresent();
            samples.expire(build);
            assertThat(stale.sweep()).isEqualTo(1);
        }

        assertThat(queue.claim("n1")).isEmpty();
        assertThat(samples.text(build, "reason")).isEqualTo("NodeLost");
        assertThat(log(build)).endsWith("build 1 failed: NodeLost\n");
    }

    @Test
    void lostBuildIsQueuedAgainAndItsFormerHolderIsRefused() throws Exception {
        UUID build = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");
        queue.claim("n1");
        samples.expire(build);

        assertThat(stale.sweep()).isEqualTo(1);
        assertThat(samples.text(build, "state")).isEqualTo("queued");
        assertThat(Files.readString(directory.resolve(build + ".log"))).contains("waits for a node");
        assertThat(queue.heartbeat(build, 1, null)).isEmpty();
        assertThat(queue.claim("n2").orElseThrow().epoch()).isEqualTo(2);
    }

    @Test
    void firstLookAfterAnAbsenceKeepsBuildsWithTheirNodes() {
        UUID build = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");
        queue.claim("n1");
        samples.expire(build);

        StaleBuilds back = new StaleBuilds(database, bell, logs);
        assertThat(back.sweep()).isZero();
        assertThat(back.sweep()).isZero();
        assertThat(queue.claim("n2")).isEmpty();
        assertThat(queue.heartbeat(build, 1, null)).isPresent();
    }

    @Test
    void cancellingAQueuedBuildEndsItAndARunningOneIsTold() {
        UUID project = samples.project("shop");
        UUID running = samples.build(samples.application(project, "a1"), 1, "manual");
        queue.claim("n1");
        UUID queued = samples.build(samples.application(project, "a2"), 1, "manual");

        assertThat(queue.cancel(queued)).isTrue();
        assertThat(queue.cancel(running)).isTrue();
        assertThat(samples.text(queued, "state")).isEqualTo("cancelled");
        assertThat(queue.heartbeat(running, 1, null).orElseThrow().cancelled()).isTrue();
        assertThat(queue.outcome(running, SUCCESS, null)).isTrue();
        assertThat(samples.text(running, "state")).isEqualTo("cancelled");
        assertThat(queue.cancel(running)).isFalse();
    }

    @Test
    void successIsWrittenWithItsEventAndRings() {
        UUID build = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");
        queue.claim("n1");
        long before = bell.count(Topic.RELEASES);

        queue.outcome(build, SUCCESS, null);

        assertThat(samples.text(build, "image_id")).isEqualTo("sha256:1");
        assertThat(samples.text(build, "builder_image")).isEqualTo("sha256:builder");
        assertThat(samples.text(build, "image_port")).isEqualTo("8080");
        assertThat(samples.text(build, "stages"))
                .contains("\"name\": \"assemble\"")
                .contains("\"millis\": 5");
        assertThat(samples.eventKinds(build)).containsExactly("BuildStarted", "BuildSucceeded");
        assertThat(bell.count(Topic.RELEASES)).isGreaterThan(before);
    }

    @Test
    void failureKeepsReasonEvidenceAndNextStep() {
        UUID build = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");
        queue.claim("n1");

        Outcome failure = new Outcome(1, "AssembleFailed", "exit 1", List.of("a\0b"), null, List.of());
        queue.outcome(build, failure, new LogLine(12, 345, "error: no"));

        assertThat(samples.text(build, "reason")).isEqualTo("AssembleFailed");
        assertThat(samples.text(build, "evidence")).isEqualTo("{ab}");
        assertThat(samples.text(build, "next")).startsWith("Read the last lines");
        assertThat(samples.text(build, "first_error_line || ':' || first_error_offset || ':' || first_error"))
                .isEqualTo("12:345:error: no");
    }

    @Test
    void deletedApplicationIsNeverBuilt() {
        UUID application = samples.application(samples.project("shop"), "web");
        UUID build = samples.build(application, 1, "manual");
        database.run(sql -> sql.update("UPDATE applications SET deleted_at = now() WHERE id = ?", application));

        assertThat(queue.claim("n1")).isEqualTo(Optional.empty());
        stale.sweep();
        assertThat(samples.text(build, "state")).isEqualTo("cancelled");
    }

    private static Outcome success(int epoch) {
        return new Outcome(
                epoch,
                null,
                null,
                List.of(),
                new BuiltImage("sha256:1", "t:b1", 8080, "sha256:builder"),
                List.of(new StageTiming("assemble", Instant.EPOCH, 5)));
    }

    private String log(UUID build) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        logs.read(build, 0, true, bytes::write);
        return bytes.toString();
    }
}
