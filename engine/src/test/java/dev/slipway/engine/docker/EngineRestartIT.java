package dev.slipway.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Networks.NetworkSpec;
import dev.slipway.engine.Recorder;
import dev.slipway.engine.Specs;
import dev.slipway.engine.Streams.Following;
import dev.slipway.engine.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An engine of the launcher's own through its deaths: containers live on, connections find it again.
class EngineRestartIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String BRIDGE = "st" + ProcessHandle.current().pid() % 1_000_000 + "r1";

    private Path directory;
    private Engine engine;
    private String container;

    @BeforeEach
    void startEngineWithContainer() throws IOException, NoSuchAlgorithmException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "slipway-tr");
        TestEngine.script("start", directory);
        TestEngine.loadTinyImage(socket());
        engine = DockerEngine.connect(socket(), TestEngine.installation());
        engine.networks().ensure(new NetworkSpec("slipway-test-r", BRIDGE, "10.208.91.0/24"));
        assertThat(runtime(directory)).exists();
        container = engine.containers()
                .create(Specs.on(Specs.spec("survivor", TestEngine.TINY, List.of("sleep", "1000")), "slipway-test-r"));
        engine.containers().start(container);
    }

    @AfterEach
    void removeEngine() throws NoSuchAlgorithmException {
        engine.close();
        TestEngine.script("remove", directory);
        assertThat(directory).doesNotExist();
        assertThat(Path.of("/sys/class/net", BRIDGE)).doesNotExist();
        assertThat(processesNaming(directory)).isEmpty();
        assertThat(runtime(directory)).doesNotExist();
    }

    @Test
    void socketIsForRootAlone() throws IOException {
        assertThat(Files.getAttribute(socket(), "unix:mode")).isEqualTo(0140600);
        assertThat(Files.getAttribute(directory, "unix:mode")).isEqualTo(0040700);
    }

    @Test
    void secondStartAdoptsTheLiveEngine() throws IOException {
        String pid = pid();

        TestEngine.script("start", directory);

        assertThat(pid()).isEqualTo(pid);
    }

    @Test
    void containersLiveThroughAStopAndAStart() {
        ContainerStatus before = status();

        TestEngine.script("stop", directory);
        assertThatThrownBy(() -> engine.containers().list(Map.of()))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
        TestEngine.script("start", directory);

        assertThat(status()).isEqualTo(before);
    }

    @Test
    void containersLiveThroughTheDeathOfTheEngineAndTheirEndsAreTold() throws IOException {
        ContainerStatus before = status();
        List<String> ended = new CopyOnWriteArrayList<>();
        try (Following _ = engine.streams().ends(ended::add)) {
            dieAndComeBack();
            assertThat(status()).isEqualTo(before);

            // Ends between the two connections may be lost; later ones may not.
            await().atMost(LIMIT).until(() -> {
                engine.containers().start(container);
                engine.containers().stop(container, Duration.ofSeconds(5));
                return ended.contains(container);
            });
        }
    }

    /// Their programs would wait for ever for the end of it.
    @Test
    void containersOfAnEngineThatDiedTakeNoInputAndThoseOfTheNextOneDo() throws IOException {
        String waits = waitsForInput("before");
        assertThat(engine.streams().takesInput(waits)).isTrue();

        dieAndComeBack();

        assertThat(engine.streams().takesInput(waits)).isFalse();
        assertThatThrownBy(() -> engine.streams().run(waits, input(), new Recorder(), LIMIT))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));

        String next = waitsForInput("after");
        Recorder heard = new Recorder();
        assertThat(engine.streams().run(next, input(), heard, LIMIT)).isZero();
        assertThat(heard.output()).isEqualTo("fed");
        engine.containers().remove(waits);
        engine.containers().remove(next);
    }

    /// What must not be sent twice is not tried again by the client, so it must not meet a connection of before.
    @Test
    void firstRequestsToTheNextEngineSucceed() throws Exception {
        try (ExecutorService several = Executors.newVirtualThreadPerTaskExecutor()) {
            several.invokeAll(Collections.<Callable<ContainerStatus>>nCopies(4, this::status));
        }
        dieAndComeBack();

        for (int i = 0; i < 4; i++) {
            engine.containers().remove(waitsForInput("next" + i));
        }
    }

    private void dieAndComeBack() throws IOException {
        ProcessHandle.of(Long.parseLong(pid())).orElseThrow().destroyForcibly();
        await().atMost(LIMIT).until(() -> processesNaming(directory).isEmpty());
        TestEngine.script("start", directory);
    }

    private String waitsForInput(String name) {
        String id = engine.containers()
                .create(Specs.on(Specs.spec(name, TestEngine.TINY, List.of("cat")), "slipway-test-r"));
        engine.containers().start(id);
        return id;
    }

    private static InputStream input() {
        return new ByteArrayInputStream("fed".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void engineThatHangsIsNotWaitedForLongerThanTenSeconds() throws IOException, InterruptedException {
        signal("STOP");
        try {
            assertTimeout(
                    Duration.ofSeconds(15),
                    () -> assertThatThrownBy(() -> engine.containers().list(Map.of()))
                            .isInstanceOfSatisfying(
                                    EngineException.class,
                                    e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT)));
        } finally {
            signal("CONT");
        }
        assertThat(status().running()).isTrue();
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, pid()).start().waitFor())
                .isZero();
    }

    @Test
    void haltEndsTheContainersToo() {
        TestEngine.script("halt", directory);
        TestEngine.script("start", directory);

        assertThat(status().running()).isFalse();
    }

    private ContainerStatus status() {
        return engine.containers().list(Map.of()).getFirst();
    }

    private Path socket() {
        return directory.resolve("docker.sock");
    }

    private String pid() throws IOException {
        return Files.readString(directory.resolve("pid")).strip();
    }

    /// Where the engine keeps its sockets and namespaces.
    private static Path runtime(Path directory) throws NoSuchAlgorithmException {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(directory.toString().getBytes(StandardCharsets.UTF_8));
        return Path.of("/run/slipway-engine-" + HexFormat.of().formatHex(digest, 0, 6));
    }

    private static List<String> processesNaming(Path directory) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("--data-root=" + directory + "/"))
                .toList();
    }
}
