package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Images.SignIn;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.engine.memory.Program.Execution;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.RegistrySignIn;
import dev.slipway.model.build.StageTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A builder whose image is in a registry.
class PullBuilderTest {
    private static final String IMAGE = "registry.example.org/team/pencil:1";

    private final MemoryMachine machine = new MemoryMachine();
    private final Engine engine = machine.engine("abcdef");
    private final MemoryOrders orders = new MemoryOrders();

    private static int assembles(Execution execution) throws IOException {
        execution.input().readAllBytes();
        execution
                .output()
                .write((Greeting.text(execution.arguments().getLast()) + "\n").getBytes(StandardCharsets.UTF_8));
        return 0;
    }

    @Test
    void theFirstBuildPullsItAndLaterOnesDoNot() {
        machine.registry(IMAGE, PipelineSamples.builder("image:///usr/libexec/s2i"), PullBuilderTest::assembles);

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
    void registryIsShownWhatTheAdministratorGaveForIt() {
        machine.registry(IMAGE, PipelineSamples.builder("image:///usr/libexec/s2i"), PullBuilderTest::assembles)
                .guarded(new SignIn("registry.example.org", "puller", "s3cret"));

        assertThat(build(IMAGE).reason()).isEqualTo("PullBuilderImageFailed");
        assertThat(build(shown("other.example.org")).reason()).isEqualTo("PullBuilderImageFailed");
        assertThat(build(shown("registry.example.org")).reason()).isNull();
    }

    private static BuildOrder shown(String registry) {
        return OrderSamples.shown(IMAGE, new RegistrySignIn(registry, "puller", "s3cret"));
    }

    @Test
    void nothingIsPulledByAShortName() {
        machine.registry("pencil:1", PipelineSamples.builder("image:///usr/libexec/s2i"), _ -> 0);

        assertThat(build("pencil:1").reason()).isEqualTo("BuilderNotFound");
        assertThat(engine.images().inspect("pencil:1")).isEmpty();
    }

    private Outcome build(String image) {
        return build(OrderSamples.order(image));
    }

    private Outcome build(BuildOrder order) {
        BuildPipeline pipeline = new BuildPipeline(
                orders,
                engine,
                new MemoryHeldBuilds(),
                BuilderMaker.NONE,
                PipelineSamples.config(Duration.ofSeconds(5)));
        pipeline.run(order);
        return orders.outcomes.remove();
    }
}
