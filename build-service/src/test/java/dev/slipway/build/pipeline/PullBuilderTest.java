package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.engine.Engine;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.StageTiming;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A builder whose image is in a registry.
class PullBuilderTest {
    private static final String IMAGE = "registry.example.org/team/pencil:1";

    private final MemoryMachine machine = new MemoryMachine();
    private final Engine engine = machine.engine("abcdef");
    private final MemoryOrders orders = new MemoryOrders();

    @Test
    void theFirstBuildPullsItAndLaterOnesDoNot() {
        machine.registry(IMAGE, PipelineSamples.builder("image:///usr/libexec/s2i"), execution -> {
            execution.input().readAllBytes();
            execution
                    .output()
                    .write((Greeting.text(execution.arguments().getLast()) + "\n").getBytes(StandardCharsets.UTF_8));
            return 0;
        });

        Outcome first = build(IMAGE);

        assertThat(first.reason()).isNull();
        assertThat(first.stages().stream().map(StageTiming::name)).startsWith("pull", "resolve");
        assertThat(orders.said()).contains("Pulling " + IMAGE);
        assertThat(build(IMAGE).stages().stream().map(StageTiming::name)).startsWith("resolve");
    }

    @Test
    void theReasonOfAFailureHasTheRegistrysWords() {
        Outcome outcome = build(IMAGE);

        assertThat(outcome.reason()).isEqualTo("PullBuilderImageFailed");
        assertThat(outcome.message()).isEqualTo("The engine could not pull image " + IMAGE + ": no registry has it.");
    }

    @Test
    void nothingIsPulledByAShortName() {
        machine.registry("pencil:1", PipelineSamples.builder("image:///usr/libexec/s2i"), _ -> 0);

        assertThat(build("pencil:1").reason()).isEqualTo("BuilderNotFound");
        assertThat(engine.images().inspect("pencil:1")).isEmpty();
    }

    private Outcome build(String image) {
        BuildPipeline pipeline = new BuildPipeline(
                orders,
                engine,
                new MemoryHeldBuilds(),
                BuilderMaker.NONE,
                PipelineSamples.config(Duration.ofSeconds(5)));
        pipeline.run(OrderSamples.order(image));
        return orders.outcomes.remove();
    }
}
