package dev.slipway.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Streams.Following;
import dev.slipway.engine.Streams.LogQuery;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/// What every engine must do.
public abstract class EngineContract extends ImagesAndNetworksContract {
    private static final Duration AT_ONCE = Duration.ZERO;

    @Test
    void engineSaysWhoItIs() {
        engine().ping();
        assertThat(engine().check().name()).isNotBlank();
        assertThat(engine().check().version()).isNotBlank();
        assertThat(engine().check().cgroup()).isBetween(1, 2);
    }

    @Test
    void containerThatWasNotStartedHasNoExitCode() {
        String id = create("fresh", says("a", "b", 0));

        ContainerStatus status = status(id);

        assertThat(status.name()).isEqualTo(name("fresh"));
        assertThat(status.running()).isFalse();
        assertThat(status.exitCode()).isNull();
        assertThat(status.startedAt()).isNull();
        assertThat(status.finishedAt()).isNull();
        assertThat(status.createdAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void runHandsOverBothOutputsAndTheExitCode() {
        String id = create("speaker", says("to output", "to errors", 3));
        Recorder recorder = new Recorder();

        int code = engine().streams().run(id, null, recorder, LIMIT);

        assertThat(code).isEqualTo(3);
        assertThat(recorder.output()).isEqualTo("to output\n");
        assertThat(recorder.errors()).isEqualTo("to errors\n");
        assertThat(status(id).exitCode()).isEqualTo(3);
        assertThat(status(id).running()).isFalse();
        assertThat(status(id).finishedAt()).isNotNull();
    }

    @Test
    void runFeedsAllOfTheInputAndEndsIt() {
        String id = create("copier", copiesInput());
        String text = "0123456789abcdef".repeat(200_000);
        Recorder recorder = new Recorder();

        int code = engine().streams().run(id, stream(text), recorder, LIMIT);

        assertThat(code).isZero();
        assertThat(recorder.output()).isEqualTo(text);
    }

    @Test
    void runWithoutInputEndsTheInputAtOnce() {
        String id = create("copier", copiesInput());

        assertThat(engine().streams().run(id, null, new Recorder(), LIMIT)).isZero();
    }

    @Test
    void containerThatRunsAndWaitsForItsInputGetsIt() {
        String id = create("waiting", greetsAndCopiesInput());
        engine().containers().start(id);
        await().until(() -> said(id).equals("hello\n"));
        Recorder recorder = new Recorder();

        assertThat(engine().streams().run(id, stream("late"), recorder, LIMIT)).isZero();
        assertThat(recorder.output()).isEqualTo("hello\nlate");
    }

    private String said(String id) throws InterruptedException {
        Recorder recorder = new Recorder();
        engine().streams().logs(id, new LogQuery(false, -1, null), recorder).join();
        return recorder.output();
    }

    @Test
    void containerGetsAnotherNameAlsoWhileItRuns() {
        String id = create("before", waits());
        engine().containers().start(id);

        engine().containers().rename(id, name("after"));

        assertThat(status(id).name()).isEqualTo(name("after"));
        assertThat(status(id).running()).isTrue();
        String other = create("before", waits());
        assertKind(Kind.CONFLICT, () -> engine().containers().rename(other, name("after")));
        assertKind(Kind.NOT_FOUND, () -> engine().containers().rename("0".repeat(64), name("nobody")));
    }

    @Test
    void containerTakesInputWhileItRuns() {
        String id = create("hungry", waits());
        assertThat(engine().streams().takesInput(id)).isFalse();

        engine().containers().start(id);
        assertThat(engine().streams().takesInput(id)).isTrue();

        engine().containers().stop(id, Duration.ZERO);
        assertThat(engine().streams().takesInput(id)).isFalse();
        engine().containers().remove(id);
        assertThat(engine().streams().takesInput(id)).isFalse();
    }

    @Test
    void runSurvivesAContainerThatReadsNothing() {
        String id = create("deaf", says("done", "", 4));

        int code = engine().streams().run(id, stream("x".repeat(4_000_000)), new Recorder(), LIMIT);

        assertThat(code).isEqualTo(4);
    }

    @Test
    void runRefusesATornInput() {
        String id = create("torn", copiesInput());
        InputStream torn = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };

        assertKind(Kind.FAILED, () -> engine().streams().run(id, torn, new Recorder(), LIMIT));
    }

    @Test
    void followTellsOfAnEndedContainerAllThatItSaidAndItsExitCode() {
        String id = create("speaker", says("to output", "to errors", 3));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        Recorder recorder = new Recorder();

        int code = engine().streams().follow(id, recorder, LIMIT);

        assertThat(code).isEqualTo(3);
        assertThat(recorder.output()).isEqualTo("to output\n");
        assertThat(recorder.errors()).isEqualTo("to errors\n");
    }

    @Test
    void followThatTakesTooLongTimesOutAndTheContainerRunsOn() {
        String id = create("slow", waits());
        engine().containers().start(id);

        assertKind(Kind.TIMEOUT, () -> engine().streams().follow(id, new Recorder(), Duration.ofMillis(300)));
        assertThat(status(id).running()).isTrue();
    }

    @Test
    void runHandsOnTheFailureOfItsSink() {
        String id = create("speaker", says("a", "", 0));
        IllegalStateException full = new IllegalStateException("disk full");

        assertThatThrownBy(() -> engine().streams()
                        .run(
                                id,
                                null,
                                (_, _, _, _) -> {
                                    throw full;
                                },
                                LIMIT))
                .isSameAs(full);
    }

    @Test
    void runThatTakesTooLongTimesOutAndTheContainerRunsOn() {
        String id = create("slow", waits());

        assertKind(Kind.TIMEOUT, () -> engine().streams().run(id, null, new Recorder(), Duration.ofMillis(500)));
        assertThat(status(id).running()).isTrue();
    }

    @Test
    void interruptedRunSaysSoAndTheContainerRunsOn() throws InterruptedException {
        String id = create("slow", waits());
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread runner = Thread.ofVirtual().start(() -> {
            try {
                engine().streams().run(id, null, new Recorder(), LIMIT);
            } catch (RuntimeException e) {
                thrown.complete(e);
            }
        });
        await().until(() -> status(id).running());

        runner.interrupt();

        runner.join(LIMIT);
        assertThat(thrown).isCompletedWithValueMatching(e -> ((EngineException) e).kind() == Kind.INTERRUPTED);
        assertThat(status(id).running()).isTrue();
    }

    @Test
    void startAndStopAndRemoveMayBeRepeated() {
        String id = create("twice", waits());

        engine().containers().start(id);
        engine().containers().start(id);
        assertThat(status(id).running()).isTrue();
        assertThat(status(id).exitCode()).isNull();
        assertThat(status(id).startedAt()).isNotNull();
        engine().containers().stop(id, LIMIT);
        engine().containers().stop(id, LIMIT);
        assertThat(status(id).running()).isFalse();
        engine().containers().remove(id);
        engine().containers().remove(id);

        assertThat(engine().containers().list(Map.of())).isEmpty();
    }

    @Test
    void removeEndsWhatRuns() {
        String id = create("running", waits());
        engine().containers().start(id);

        engine().containers().remove(id);

        assertThat(engine().containers().list(Map.of())).isEmpty();
    }

    @Test
    void unknownContainersAreNotFoundButMayBeRemoved() {
        String id = "f".repeat(64);

        assertKind(Kind.NOT_FOUND, () -> engine().containers().start(id));
        assertKind(Kind.NOT_FOUND, () -> engine().containers().stop(id, AT_ONCE));
        assertKind(Kind.NOT_FOUND, () -> engine().streams().run(id, null, new Recorder(), LIMIT));
        engine().containers().remove(id);
    }

    @Test
    void takenNameIsAConflict() {
        create("taken", waits());

        assertKind(Kind.CONFLICT, () -> create("taken", waits()));
    }

    @Test
    void missingImageSaysSo() {
        assertKind(
                Kind.IMAGE_MISSING,
                () -> engine().containers().create(Specs.spec(name("orphan"), "slipway-test/nowhere:1", waits())));
    }

    @Test
    void listFindsByLabels() {
        String one = create(Map.of("colour", "red", "size", "big"), "one");
        String two = create(Map.of("colour", "red", "size", "small"), "two");
        create(Map.of("colour", "blue"), "three");

        assertThat(ids(Map.of("colour", "red"))).containsExactlyInAnyOrder(one, two);
        assertThat(ids(Map.of("colour", "red", "size", "small"))).containsExactly(two);
        assertThat(ids(Map.of())).hasSize(3);
        assertThat(status(one).labels()).containsEntry("colour", "red").containsKey(InstallationLabel.NAME);
    }

    @Test
    void anotherInstallationsThingsAreNeitherSeenNorTouched() {
        String id = create("mine", waits());
        engine().containers().start(id);

        assertThat(stranger().containers().list(Map.of())).isEmpty();
        assertKind(Kind.NOT_FOUND, () -> stranger().containers().stop(id, AT_ONCE));
        stranger().containers().remove(id);

        assertThat(status(id).running()).isTrue();
    }

    @Test
    void logsOfAnEndedContainerAreKept() throws InterruptedException {
        String id = create("speaker", says("to output", "to errors", 0));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        Recorder recorder = new Recorder();

        engine().streams().logs(id, new LogQuery(true, -1, null), recorder).join();

        assertThat(recorder.output()).isEqualTo("to output\n");
        assertThat(recorder.errors()).isEqualTo("to errors\n");
    }

    @Test
    void logsCanBeCutToTheirTail() throws InterruptedException {
        String id = create("speaker", says("one\ntwo\nthree", "", 0));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        Recorder tail = new Recorder();
        Recorder later = new Recorder();

        engine().streams().logs(id, new LogQuery(false, 1, null), tail).join();
        Instant afterTheEnd = Instant.now().plusSeconds(5);
        engine().streams().logs(id, new LogQuery(false, -1, afterTheEnd), later).join();

        assertThat(tail.output() + tail.errors()).hasLineCount(1);
        assertThat(later.output()).isEmpty();
    }

    @Test
    void linesOfALogCanSayWhenTheyWereWrittenAndALogCanBeginThere() throws InterruptedException {
        String id = create("speaker", says("one", "", 0));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        Recorder stamped = new Recorder();
        engine().streams()
                .logs(id, new LogQuery(false, -1, null, true), stamped)
                .join();
        assertThat(stamped.output()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z one\n?");
        Instant written = Instant.parse(stamped.output().substring(0, 30));
        Recorder since = new Recorder();
        Recorder after = new Recorder();

        engine().streams()
                .logs(id, new LogQuery(false, -1, written, true), since)
                .join();
        engine().streams()
                .logs(id, new LogQuery(false, -1, written.plusNanos(1), true), after)
                .join();

        assertThat(since.output()).isEqualTo(stamped.output());
        assertThat(after.output()).isEmpty();
    }

    @Test
    void followedLogEndsWhenClosed() throws InterruptedException {
        String id = create("slow", waits());
        engine().containers().start(id);
        Following following = engine().streams().logs(id, new LogQuery(true, -1, null), new Recorder());

        following.close();
        following.close();

        following.join();
        assertThat(status(id).running()).isTrue();
    }

    @Test
    void followerThatLeavesEndsItsLogWithoutAnUncaughtException() throws InterruptedException {
        String id = create("speaker", says("to output", "", 0));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, thrown) -> uncaught.add(thrown));
        try {
            engine().streams()
                    .logs(id, new LogQuery(true, -1, null), (_, _, _, _) -> {
                        throw new UncheckedIOException(new IOException("nobody reads"));
                    })
                    .join();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }

        assertThat(uncaught).isEmpty();
    }

    @Test
    void writtenBytesAreThoseOfTheContainerItself() {
        String idle = create("idle", waits());
        String writer = create("writer", writes("/work/result", "x".repeat(100_000)));
        engine().streams().run(writer, null, new Recorder(), LIMIT);

        assertThat(engine().containers().writtenBytes(idle)).isLessThan(50_000);
        assertThat(engine().containers().writtenBytes(writer)).isBetween(100_000L, 200_000L);
        assertKind(Kind.NOT_FOUND, () -> engine().containers().writtenBytes("f".repeat(64)));
        assertKind(Kind.NOT_FOUND, () -> stranger().containers().writtenBytes(writer));
    }

    @Test
    void fileOfAnEndedContainerIsRead() {
        String id = create("writer", writes("/tmp/result", "forty-two"));
        engine().streams().run(id, null, new Recorder(), LIMIT);

        assertThat(engine().files().read(id, "/tmp/result", 100)).get().isEqualTo(bytes("forty-two"));
        assertThat(engine().files().read(id, "/tmp/result", 9)).get().isEqualTo(bytes("forty-two"));
        assertThat(engine().files().read(id, "/tmp/nothing", 100)).isEmpty();
        assertThat(engine().files().read(id, "/tmp", 100)).isEmpty();
        assertKind(Kind.TOO_LARGE, () -> engine().files().read(id, "/tmp/result", 8));
    }

    @Test
    void pathOfAnEndedContainerIsCopiedUnderItsLastName() throws IOException {
        String id = create("writer", writes("/tmp/result", "forty-two"));
        engine().streams().run(id, null, new Recorder(), LIMIT);
        ByteArrayOutputStream tar = new ByteArrayOutputStream();

        assertThat(engine().files().copy(id, "/tmp/result", tar)).isTrue();

        TarArchiveInputStream read = new TarArchiveInputStream(new ByteArrayInputStream(tar.toByteArray()));
        assertThat(read.getNextEntry().getName()).isEqualTo("result");
        assertThat(read.readAllBytes()).isEqualTo(bytes("forty-two"));
        assertThat(read.getNextEntry()).isNull();
        assertThat(engine().files().copy(id, "/tmp", new ByteArrayOutputStream()))
                .isTrue();
        assertThat(engine().files().copy(id, "/tmp/nothing", tar)).isFalse();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("no room");
            }
        };
        assertKind(Kind.FAILED, () -> engine().files().copy(id, "/tmp/result", full));
    }

    @Test
    void whatIsPutIntoAContainerIsThereWhenItStarts() throws IOException {
        String id = create("given", waits());
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (TarArchiveOutputStream files = new TarArchiveOutputStream(tar)) {
            TarArchiveEntry entry = new TarArchiveEntry("work/given");
            entry.setSize(9);
            entry.setUserId(1_000_000_000L);
            files.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            files.putArchiveEntry(entry);
            files.write(bytes("forty-two"));
            files.closeArchiveEntry();
        }

        engine().files().put(id, new ByteArrayInputStream(tar.toByteArray()), LIMIT);

        assertThat(engine().files().read(id, "/work/given", 100)).get().isEqualTo(bytes("forty-two"));
        assertKind(
                Kind.NOT_FOUND, () -> stranger().files().put(id, new ByteArrayInputStream(tar.toByteArray()), LIMIT));
    }

    @Test
    void endsAreTold() {
        List<String> ended = new CopyOnWriteArrayList<>();
        String mine = create("short", says("a", "", 0));
        String other = stranger().containers().create(Specs.spec(name("other"), image(), says("a", "", 0)));
        try (Following _ = engine().streams().ends(ended::add)) {
            stranger().streams().run(other, null, new Recorder(), LIMIT);
            engine().streams().run(mine, null, new Recorder(), LIMIT);

            await().atMost(LIMIT).untilAsserted(() -> assertThat(ended).containsExactly(mine));
        }
    }

    private String create(Map<String, String> labels, String name) {
        return engine().containers().create(Specs.labelled(Specs.spec(name(name), image(), waits()), labels));
    }

    private List<String> ids(Map<String, String> labels) {
        return engine().containers().list(labels).stream()
                .map(ContainerStatus::id)
                .toList();
    }
}
