package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ForwardingEngine;
import dev.slipway.engine.Images;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.engine.memory.Program;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the contract says of the container that assembles, on an engine in memory.
class AssembleContractTest {
    private static final String BUILDER = "builders/any:1";

    private final MemoryMachine machine = new MemoryMachine();
    private final Engine engine = machine.engine("abcdef");
    private final MemoryOrders orders = new MemoryOrders();
    private Program.Execution assembled;

    @BeforeEach
    void builder() {
        ImageDescription description = new ImageDescription(
                "",
                List.of(),
                Map.of("io.openshift.s2i.scripts-url", "image:///usr/libexec/s2i"),
                Map.of("GREETING", "of the image", "OWN", "yes"),
                "1001",
                "/work",
                List.of(),
                List.of(),
                List.of(),
                List.of("RUN exit 1", "USER 1002"),
                1);
        machine.image(BUILDER, description, this::assemble);
    }

    @Test
    void onBuildInstructionsAreNotExecutedAndTheBuildGoesOn() {
        assertThat(build(engine).reason()).isNull();

        assertThat(assembled.arguments())
                .contains("/usr/libexec/s2i/assemble")
                .noneMatch(word -> word.contains("exit 1"));
    }

    @Test
    void scriptHasTheSourcesEnvironmentOverTheImagesAndNoArguments() {
        build(engine);

        assertThat(assembled.environment())
                .containsEntry("GREETING", "hello")
                .containsEntry("OWN", "yes")
                .containsEntry("OPENSHIFT_BUILD_NAME", "web-7");
        ContainerSpec container = assembled.spec();
        assertThat(container.command()).last().isEqualTo("/usr/libexec/s2i/assemble");
        assertThat(container.command().get(2)).endsWith("exec \"$1\"");
        assertThat(container.shmBytes()).isEqualTo(64L << 20);
    }

    @Test
    void imageThatTheEngineDoesNotStoreFailsTheBuildForThat() {
        Outcome outcome = build(new Refusing(engine, Kind.FAILED));

        assertThat(outcome.reason()).isEqualTo("ContainerCommitFailed");
        assertThat(outcome.message()).contains("no space");
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    @Test
    void whatNobodyForesawFailsTheBuildWithAReasonOfItsOwn() {
        Outcome outcome = build(new Refusing(engine, null));

        assertThat(outcome.reason()).isEqualTo("GenericBuildFailed");
        assertThat(outcome.message()).contains("no space");
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    private Outcome build(Engine connection) {
        PipelineConfig config = PipelineSamples.config(Duration.ofSeconds(5));
        new BuildPipeline(orders, connection, new MemoryHeldBuilds(), BuilderMaker.NONE, config)
                .run(OrderSamples.order(BUILDER));
        return orders.outcomes.remove();
    }

    private int assemble(Program.Execution execution) throws IOException {
        assembled = execution;
        execution.input().readAllBytes();
        execution.output().write((Greeting.text("/usr/libexec/s2i/assemble") + "\n").getBytes(StandardCharsets.UTF_8));
        return 0;
    }

    /// An engine that stores no image; kind null for a fault that is none of an engine's.
    private record Refusing(Engine engine, Kind kind) implements ForwardingEngine {

        @Override
        public Images images() {
            return new Storing(engine.images(), kind);
        }
    }

    private record Storing(Images images, Kind kind) implements ForwardingEngine.ForwardingImages {

        @Override
        public String commit(String container, ImageConfiguration configuration, String tag) {
            throw kind == null ? new IllegalStateException("no space") : new EngineException(kind, "no space", null);
        }
    }
}
