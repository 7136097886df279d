package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.builder.BuilderRecipe;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.build.StageTiming;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// A builder that comes with the program and is not made yet.
class MakeBuilderTest {
    private static final String TAG = "slipway-abcdef/builder-shell:1";

    private final MemoryMachine machine = new MemoryMachine();
    private final Engine engine = machine.engine("abcdef");
    private final MemoryOrders orders = new MemoryOrders();
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void builderIsMadeFirstAndTheLogTellsOfIt() {
        Outcome outcome = build(told -> {
            told.accept("making the shell layer");
            image();
        });

        assertThat(outcome.reason()).isNull();
        assertThat(outcome.stages().stream().map(StageTiming::name)).startsWith("builder", "resolve", "create");
        assertThat(orders.said())
                .contains("The builder shell:1 is made at its first use")
                .contains("making the shell layer\n")
                .endsWith("Image slipway-abcdef/shop/web:b7\n");
    }

    @Test
    void builderThatWasMadeSinceTheOrderWasWrittenIsNotMadeAgain() {
        image();

        assertThat(build(told -> {}).reason()).isNull();
        assertThat(made).hasValue(0);
        assertThat(orders.log()).doesNotContain("first use");
    }

    @Test
    void failureIsTheBuildsWithItsReasonAndEvidence() {
        Outcome outcome = build(told -> {
            throw new FailedBuild(FailureReason.BuilderNotMade, "It could not be made.", List.of("only root can"));
        });

        assertThat(outcome.reason()).isEqualTo("BuilderNotMade");
        assertThat(outcome.evidence()).containsExactly("only root can");
        assertThat(orders.log()).contains("./slipway builders make");
    }

    @Test
    void buildThatWaitsForItsBuilderIsCancelledAtOnce() {
        CountDownLatch never = new CountDownLatch(1);
        Thread build =
                Thread.startVirtualThread(() -> pipeline(told -> never.await()).run(OrderSamples.order(TAG)));
        await().until(() -> orders.stage.equals("builder"));
        orders.cancelled = true;

        await().until(() -> !build.isAlive());
        assertThat(orders.outcomes.remove().reason()).isEqualTo("Cancelled");
    }

    @Test
    void builderThatNobodyHereCanMakeIsNotFound() {
        new BuildPipeline(
                        orders,
                        engine,
                        new MemoryHeldBuilds(),
                        BuilderMaker.NONE,
                        PipelineSamples.config(Duration.ofSeconds(1)))
                .run(OrderSamples.order(TAG));

        assertThat(orders.outcomes.remove().reason()).isEqualTo("BuilderNotFound");
    }

    private Outcome build(Work work) {
        pipeline(work).run(OrderSamples.order("sha256:an-image-of-before"));
        return orders.outcomes.remove();
    }

    private BuildPipeline pipeline(Work work) {
        return new BuildPipeline(
                orders, engine, new MemoryHeldBuilds(), new Maker(work), PipelineSamples.config(Duration.ofSeconds(1)));
    }

    private void image() {
        ImageDescription description = new ImageDescription(
                "",
                List.of(),
                Map.of("io.openshift.s2i.scripts-url", "image:///usr/libexec/s2i"),
                Map.of(),
                "1001",
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                1);
        machine.image(TAG, description, execution -> {
            execution.input().readAllBytes();
            String greeting = Greeting.text(execution.arguments().getLast()) + "\n";
            execution.output().write(greeting.getBytes(StandardCharsets.UTF_8));
            return 0;
        });
    }

    private interface Work {
        void make(Consumer<String> told) throws InterruptedException;
    }

    private final class Maker implements BuilderMaker {
        private final Work work;

        private Maker(Work work) {
            this.work = work;
        }

        @Override
        public List<BuilderRecipe> recipes() {
            return List.of(new BuilderRecipe("shell", "shell", "1", "", List.of(), List.of()));
        }

        @Override
        public String tag(BuilderRecipe recipe) {
            return TAG;
        }

        @Override
        public void make(BuilderRecipe recipe, Consumer<String> told) throws InterruptedException {
            made.incrementAndGet();
            work.make(told);
        }
    }
}
