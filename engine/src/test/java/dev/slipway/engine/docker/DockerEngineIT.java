package dev.slipway.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.github.dockerjava.api.model.ImageHistory;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.Volumes;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineContract;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Images.ImageConfiguration;
import dev.slipway.engine.Recorder;
import dev.slipway.engine.Specs;
import dev.slipway.engine.Streams.LogQuery;
import dev.slipway.engine.TestEngine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerEngineIT extends EngineContract {
    private final Engine engine = TestEngine.connect();
    private final Engine stranger = TestEngine.connect();

    @Override
    protected Engine engine() {
        return engine;
    }

    @Override
    protected Engine stranger() {
        return stranger;
    }

    @Override
    protected String image() {
        return TestEngine.tinyImage();
    }

    @Override
    protected List<String> says(String output, String error, int exitCode) {
        return List.of(
                "sh",
                "-c",
                "[ -z \"$1\" ] || echo \"$1\"; [ -z \"$2\" ] || echo \"$2\" >&2; exit $3",
                "sh",
                output,
                error,
                "" + exitCode);
    }

    @Override
    protected List<String> copiesInput() {
        return List.of("cat");
    }

    @Override
    protected List<String> greetsAndCopiesInput() {
        return List.of("sh", "-c", "echo hello; cat");
    }

    @Override
    protected List<String> waits() {
        return List.of("sleep", "1000");
    }

    @Override
    protected List<String> writes(String path, String text) {
        return List.of("sh", "-c", "printf %s \"$2\" >\"$1\"", "sh", path, text);
    }

    @Test
    void commitThatFitsNeedsNoCorrection() {
        Map<String, String> environment = Map.of("PATH", "/bin", "TINY", "image", "HOME", "/work", "ADDED", "yes");
        String container = engine.containers()
                .create(Specs.withEnvironment(Specs.spec(name("fits"), image(), writes("/work/a", "b")), environment));
        engine.streams().run(container, null, new Recorder(), LIMIT);
        ImageConfiguration fitting =
                new ImageConfiguration(List.of("/run"), null, "1001", environment, Map.of("tiny", "yes"));
        ImageConfiguration other = new ImageConfiguration(List.of("/run"), null, "1001", Map.of(), Map.of());

        String fits = engine.images().commit(container, fitting, "slipway-test/fits:b1");
        String corrected = engine.images().commit(container, other, "slipway-test/corrected:b1");

        assertThat(makers(fits)).doesNotContain(ImageArchive.MAKER);
        assertThat(makers(corrected)).contains(ImageArchive.MAKER);
    }

    private static List<String> makers(String image) {
        try (DockerClients clients = DockerClients.connect(TestEngine.socket())) {
            return clients.calls().imageHistoryCmd(image).exec().stream()
                    .map(ImageHistory::getCreatedBy)
                    .toList();
        }
    }

    @Test
    void logSinceAnInstantBeginsThereAndNotAtTheSecond() throws InterruptedException {
        String container = create("clock", List.of("sh", "-c", "echo early; sleep 0.9; echo late"));
        engine.streams().run(container, null, new Recorder(), LIMIT);
        Recorder recorder = new Recorder();

        Instant between = status(container).finishedAt().minusMillis(450);
        engine.streams()
                .logs(container, new LogQuery(false, -1, between), recorder)
                .join();

        assertThat(recorder.output()).isEqualTo("late\n");
    }

    /// The engine keeps lines, and long ones in pieces: what is followed must nevertheless be what was said, but for
    /// the end of the last line.
    @Test
    void followedOutputIsByteForByteWhatWasHeardAlsoWhileItIsSaid() {
        String text = "one\n\n\r50%\rdone\r\n" + "long ".repeat(9_000) + "\n" + "x".repeat(32 << 10) + "\n"
                + "\u0000\u0007 odd\n"
                + "a line like any other\n".repeat(50_000);
        String container = create("odd", List.of("sh", "-c", "cat; sleep 1; echo late; sleep 1; printf last"));
        Recorder heard = new Recorder();
        Recorder followed = new Recorder();
        Thread follower = Thread.ofVirtual().unstarted(() -> engine.streams().follow(container, followed, LIMIT));

        engine.streams()
                .run(
                        container,
                        stream(text),
                        (error, bytes, offset, length) -> {
                            heard.accept(error, bytes, offset, length);
                            if (follower.getState() == Thread.State.NEW) {
                                follower.start();
                            }
                        },
                        LIMIT);

        await().atMost(LIMIT).until(() -> !follower.isAlive());
        assertThat(heard.output()).isEqualTo(text + "late\nlast");
        assertThat(followed.output()).isEqualTo(heard.output() + "\n");
    }

    @Test
    void readOfALargeFileStopsAtItsSize() {
        // 20 GB, none of it on disk, none of it read.
        String container = create(
                "sparse", List.of("sh", "-c", "dd if=/dev/zero of=/work/big bs=1M seek=20000 count=0 2>/dev/null"));
        engine.streams().run(container, null, new Recorder(), LIMIT);

        assertTimeoutPreemptively(
                LIMIT, () -> assertKind(Kind.TOO_LARGE, () -> engine.files().read(container, "/work/big", 1000)));
    }

    @Test
    void volumesCountAsWrittenAndHolesDoNot() {
        String script = "dd if=/dev/zero of=/work/holes bs=1M seek=20000 count=0 2>/dev/null;"
                + "dd if=/dev/zero of=/work/full bs=1M count=3 2>/dev/null";
        String base = create("base", List.of("true"));
        engine.streams().run(base, null, new Recorder(), LIMIT);
        String image = withVolume(base);
        String container = engine.containers().create(Specs.spec(name("volume"), image, List.of("sh", "-c", script)));
        engine.streams().run(container, null, new Recorder(), LIMIT);

        assertThat(engine.containers().writtenBytes(container)).isBetween(3L << 20, 4L << 20);
    }

    private String withVolume(String container) {
        try (DockerClients clients = DockerClients.connect(TestEngine.socket())) {
            return clients.calls()
                    .commitCmd(container)
                    .withVolumes(new Volumes(new Volume("/work")))
                    .exec();
        }
    }

    /// What inspecting told once must not outlive what it was told of.
    @Test
    void whatSomebodyElseDoesToAContainerIsSeen() {
        String container = create("known", waits());
        engine.containers().start(container);
        ContainerStatus before = status(container);
        assertThat(status(container)).isEqualTo(before);

        try (DockerClients others = DockerClients.connect(TestEngine.socket())) {
            others.calls().restartContainerCmd(container).withTimeout(0).exec();
            ContainerStatus restarted = status(container);
            assertThat(restarted.running()).isTrue();
            assertThat(restarted.pid()).isNotEqualTo(before.pid());
            assertThat(restarted.startedAt()).isAfter(before.startedAt());

            others.calls()
                    .renameContainerCmd(container)
                    .withName(name("renamed"))
                    .exec();
            assertThat(status(container).name()).isEqualTo(name("renamed"));

            others.calls().killContainerCmd(container).exec();
            await().until(() -> !status(container).running());
            assertThat(status(container).exitCode()).isEqualTo(137);
            assertThat(status(container)).isEqualTo(status(container));

            engine.containers().start(container);
            assertThat(status(container).running()).isTrue();
        }
    }

    @Test
    void whatSomebodyElseStartedAndHasEndedIsSeen() {
        String container = create("ended", says("", "", 3));
        assertThat(status(container).startedAt()).isNull();

        try (DockerClients others = DockerClients.connect(TestEngine.socket())) {
            others.calls().startContainerCmd(container).exec();
            await().until(() -> status(container).exitCode() != null);
        }

        assertThat(status(container).exitCode()).isEqualTo(3);
        assertThat(status(container).startedAt()).isNotNull();
    }

    @Test
    void linkIsNotReadAsAFile() {
        String container = create("link", List.of("ln", "-s", "/bin/busybox", "/tmp/link"));
        engine.streams().run(container, null, new Recorder(), LIMIT);

        assertThat(engine.files().read(container, "/tmp/link", 10_000_000)).isEmpty();
    }

    @Test
    void nobodyBehindTheSocketIsUnreachable() {
        assertKind(Kind.UNREACHABLE, () -> DockerEngine.connect(Path.of("/tmp/nobody.sock"), "test"));
    }
}
