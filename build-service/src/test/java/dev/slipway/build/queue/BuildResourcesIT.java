package dev.slipway.build.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.build.log.PostgresLogEndings;
import dev.slipway.build.source.MemoryTree;
import dev.slipway.database.Database;
import dev.slipway.database.TestDatabase;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.BuildProgress.Verdict;
import dev.slipway.model.assignment.FetchedScripts;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.event.Bell;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildResourcesIT {
    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
    private final Database database = Database.of(TestDatabase.migrated());
    private final BuildSamples samples = new BuildSamples(database);
    private final Bell bell = new Bell();
    private final BuildQueue queue = new BuildQueue(database, () -> 2, bell, json);
    private UUID build;
    private FileBuildLogs logs;

    @TempDir
    Path directory;

    @BeforeEach
    void claim() throws Exception {
        logs = new FileBuildLogs(directory, new PostgresLogEndings(database));
        build = samples.build(samples.application(samples.project("shop"), "web"), 1, "manual");
        queue.claim("n1").orElseThrow();
    }

    @Test
    void logIsAppendedAtItsLengthOnlyAndByItsHolderOnly() throws Exception {
        LogResource resource = new LogResource(queue, logs);

        assertThat(status(resource.append(build, 1, 0, bytes("one\n")))).isEqualTo(204);
        assertThat(status(resource.append(build, 1, 0, bytes("one\n")))).isEqualTo(204);
        Response elsewhere = resource.append(build, 1, 2, bytes("xyz"));
        assertThat(elsewhere.getStatus()).isEqualTo(409);
        assertThat(elsewhere.getEntity()).isEqualTo("4");
        Response older = resource.append(build, 0, 4, bytes("two\n"));
        assertThat(older.getStatus()).isEqualTo(409);
        assertThat(older.hasEntity()).isFalse();
        assertThat(status(resource.append(build, 1, 4, new byte[(1 << 20) + 1])))
                .isEqualTo(413);
    }

    @Test
    void outcomeEndsTheLogAndOlderEpochsAreRefused() throws Exception {
        BuildProgressResource resource = new BuildProgressResource(queue, new RunningVerdicts(queue, bell), logs);

        assertThat(status(resource.heartbeat(build, new Heartbeat(0, "assemble"))))
                .isEqualTo(409);
        assertThat(status(resource.heartbeat(build, new Heartbeat(1, "assemble"))))
                .isEqualTo(200);
        assertThat(status(resource.outcome(build, failure(0)))).isEqualTo(409);
        assertThat(status(resource.outcome(build, failure(1)))).isEqualTo(204);
        assertThat(status(resource.heartbeat(build, new Heartbeat(1, "assemble"))))
                .isEqualTo(409);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        logs.read(build, 0, true, log::write);
        assertThat(log).hasToString("build 1 failed: AssembleFailed\n");
    }

    @Test
    void failedBuildNamesTheFirstErrorOfItsLog() throws Exception {
        BuildProgressResource resource = new BuildProgressResource(queue, new RunningVerdicts(queue, bell), logs);
        byte[] said = "--> assemble\nnpm ERR! 404 Not Found\nnpm ERR! later\n".getBytes(StandardCharsets.UTF_8);
        assertThat(status(new LogResource(queue, logs).append(build, 1, 0, said)))
                .isEqualTo(204);

        assertThat(status(resource.outcome(build, failure(1)))).isEqualTo(204);

        Optional<String> error = database.transaction(sql -> sql.first(
                "SELECT first_error_line || ':' || first_error_offset || ':' || first_error AS error FROM builds",
                row -> row.text("error")));
        assertThat(error).contains("2:13:npm ERR! 404 Not Found");
    }

    @Test
    void verdictComesAsSoonAsSomebodyCancelsAndRenewsNothing() throws Exception {
        BuildProgressResource resource = new BuildProgressResource(queue, new RunningVerdicts(queue, bell), logs);
        assertThat(resource.verdict(build, 1, 0).getEntity()).isEqualTo(new Verdict(false));
        assertThat(status(resource.verdict(build, 0, 30))).isEqualTo(409);
        database.run(sql -> sql.update("UPDATE builds SET lease_until = now() + interval '1 second'"));
        CompletableFuture<Response> waiting =
                CompletableFuture.supplyAsync(() -> resource.verdict(build, 1, 30), Thread::startVirtualThread);
        assertThat(waiting).isNotDone();

        queue.cancel(build);

        assertThat(waiting.get(20, TimeUnit.SECONDS).getEntity()).isEqualTo(new Verdict(true));
        Optional<Boolean> same = database.transaction(sql -> sql.first(
                "SELECT lease_until <= now() + interval '1 second' AS same FROM builds", row -> row.flag("same")));
        assertThat(same).contains(true);
    }

    @Test
    void verdictIsAskedAgainWhenThePlatformEnds() {
        RunningVerdicts verdicts = new RunningVerdicts(queue, bell);
        bell.end();

        assertThat(verdicts.next(build, 1, Duration.ofHours(1))).contains(new Verdict(false));
    }

    @Test
    void sourceIsStreamedToItsHolderBelowTheDestination() throws Exception {
        SourceResource resource = source();

        Response answer = resource.source(build, 1, "/opt/upload", "", List.of(), List.of());
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        ((StreamingOutput) answer.getEntity()).write(tar);

        assertThat(new TarArchiveInputStream(new ByteArrayInputStream(tar.toByteArray()))
                        .getNextEntry()
                        .getName())
                .isEqualTo("opt/upload/src/");
        assertThat(status(resource.source(build, 0, "/tmp", "", List.of(), List.of())))
                .isEqualTo(409);
    }

    @Test
    void sourceIsThatOfTheOrderWhateverTheApplicationSaysByNow() throws Exception {
        database.run(sql -> sql.update("UPDATE applications SET source = '{\"push\":{\"contextDir\":\"gone\"}}'"));

        Response answer = source().source(build, 1, "/tmp", "part", List.of(), List.of());
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        ((StreamingOutput) answer.getEntity()).write(tar);

        assertThat(tar.toString(StandardCharsets.UTF_8))
                .contains("tmp/src/inner.sh")
                .doesNotContain("app.sh");
    }

    @Test
    void ofNamedFilesOnlyThoseInTheRootOfTheSourceAreStreamed() throws Exception {
        Response answer = source().source(build, 1, "/tmp", "", List.of("app.sh", "inner.sh"), List.of());
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        ((StreamingOutput) answer.getEntity()).write(tar);

        assertThat(tar.toString(StandardCharsets.UTF_8))
                .contains("tmp/src/app.sh")
                .doesNotContain("inner.sh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "tmp", "/tmp/../etc", "/tmp/", "/a b", "/$(id)", "/.ssh"})
    void unusualDestinationsAreRefused(String destination) {
        assertThatThrownBy(() -> source().source(build, 1, destination, "", List.of(), List.of()))
                .isInstanceOf(BadRequestException.class);
    }

    private SourceResource source() {
        return new SourceResource(origin());
    }

    private BuildSource origin() {
        return new BuildSource(database, (application, commit) -> MemoryTree.of("app.sh", "part/inner.sh"));
    }

    @Test
    void scriptsAreFetchedForTheHolderOfABuildOnlyAndFromWebServersOnly() throws Exception {
        ScriptsResource resource = new ScriptsResource(origin(), (from, names) -> {
            if (from.script("run").contains("broken")) {
                throw new FailedBuild(FailureReason.FetchScriptsFailed, "it does not answer");
            }
            return Map.of("run", bytes(from.script("run")));
        });

        FetchedScripts fetched = (FetchedScripts)
                resource.scripts(build, 1, "http://h/s2i", List.of("run")).getEntity();
        assertThat(fetched.scripts().get("run")).asString().isEqualTo("http://h/s2i/run");
        assertThat(fetched.failure()).isNull();
        assertThat(resource.scripts(build, 1, "http://broken/s2i", List.of("run"))
                        .getEntity())
                .isEqualTo(new FetchedScripts(Map.of(), "it does not answer"));
        assertThat(status(resource.scripts(build, 0, "http://h/s2i", List.of("run"))))
                .isEqualTo(409);
        for (String url : new String[] {null, "", "file:///etc", "image:///usr", "http://u:p@h/s2i", "http://h"}) {
            assertThatThrownBy(() -> resource.scripts(build, 1, url, List.of("run")))
                    .isInstanceOf(BadRequestException.class);
        }
    }

    private static Outcome failure(int epoch) {
        return new Outcome(epoch, "AssembleFailed", "exit 1", List.of(), null, List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int status(Response response) {
        return response.getStatus();
    }
}
