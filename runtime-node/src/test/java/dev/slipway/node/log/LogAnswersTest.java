package dev.slipway.node.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.Engine;
import dev.slipway.engine.NetworkPlace;
import dev.slipway.engine.Networks.NetworkSpec;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.model.assignment.LogRequest;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.node.agent.Labels;
import dev.slipway.node.platform.InMemoryControlPlane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogAnswersTest {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final InMemoryControlPlane platform = new InMemoryControlPlane();
    private final Engine engine = new MemoryMachine()
            .image("talking:1", run -> {
                run.output().write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
                run.awaitStop();
                run.output().write("three\n".getBytes(StandardCharsets.UTF_8));
                return 0;
            })
            .engine("test");
    private final LogAnswers answers = new LogAnswers(platform, engine);
    private String container;

    @BeforeEach
    void startInstance() {
        engine.networks().ensure(new NetworkSpec("slipway-test-p7", "stestp7", "10.208.7.0/24"));
        container = engine.containers().create(spec());
        engine.containers().start(container);
        platform.register(new NodeRegistration(1, 1, "memory", "0.1.0", List.of(), List.of()));
        answers.start();
    }

    @AfterEach
    void stop() {
        answers.close();
    }

    @Test
    void followedLogIsSentUntilTheInstanceEnds() {
        platform.askLog(new LogRequest("r1", "a", true, -1, 0));
        engine.containers().stop(container, GRACE);
        await().until(() -> platform.log("r1").isPresent());
        assertThat(platform.log("r1")).contains("one\ntwo\nthree\n");
    }

    @Test
    void tailOfAnEndedInstanceIsSentAndClosed() {
        engine.containers().stop(container, GRACE);
        platform.askLog(new LogRequest("r2", "a", false, 1, 0));
        await().until(() -> platform.log("r2").isPresent());
        assertThat(platform.log("r2")).contains("three\n");
    }

    @Test
    void unknownInstanceHasAnEmptyLog() {
        platform.askLog(new LogRequest("r3", "nobody", true, -1, 0));
        await().until(() -> platform.log("r3").isPresent());
        assertThat(platform.log("r3")).contains("");
    }

    private static ContainerSpec spec() {
        return new ContainerSpec(
                "slipway-test-instance-a",
                "talking:1",
                null,
                null,
                Map.of(),
                Labels.ofInstance("a"),
                NetworkPlace.in("slipway-test-p7"),
                1_000_000_000L,
                500,
                512,
                64L << 20,
                256,
                16L << 20,
                false,
                false);
    }
}
