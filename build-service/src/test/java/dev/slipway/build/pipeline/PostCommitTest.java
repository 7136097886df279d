package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.OwnLabels;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.engine.memory.Program;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.PostCommit;
import dev.slipway.model.build.StageTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The check of a new image on an engine in memory.
class PostCommitTest {
    private static final String BUILDER = "builders/any:1";
    private static final String ASSEMBLE = "/usr/libexec/s2i/assemble";
    private static final PostCommit CHECK = new PostCommit("npm test", null, null);

    private final MemoryMachine machine = new MemoryMachine();
    private final Engine engine = machine.engine("abcdef");
    private final MemoryOrders orders = new MemoryOrders();
    private final MemoryHeldBuilds held = new MemoryHeldBuilds();
    private final CountDownLatch checking = new CountDownLatch(1);
    private Program check = execution -> 0;
    private List<String> checked = List.of();
    private ContainerSpec assembledIn;
    private ContainerSpec checkedIn;

    @BeforeEach
    void builder() {
        Map<String, String> labels = Map.of("io.openshift.s2i.scripts-url", "image:///usr/libexec/s2i");
        ImageDescription description = new ImageDescription(
                "",
                List.of(),
                labels,
                Map.of(),
                "1001",
                "/work",
                List.of("container-entrypoint"),
                List.of("usage"),
                List.of(),
                List.of(),
                1);
        machine.image(BUILDER, description, this::script);
    }

    @Test
    void formsAreThoseOfOpenShift() {
        ran(new PostCommit("npm test", null, null), "/bin/sh", "-ic", "npm test", "/bin/sh");
        ran(new PostCommit("test $1", null, List.of("a b")), "/bin/sh", "-ic", "test $1", "/bin/sh", "a b");
        ran(new PostCommit(null, List.of("npm", "test"), null), "npm", "test");
        ran(new PostCommit(null, List.of("npm"), List.of("test")), "npm", "test");
        ran(new PostCommit(null, null, List.of("npm", "test")), "container-entrypoint", "npm", "test");
    }

    private void ran(PostCommit form, String... words) {
        Outcome outcome = build(form);

        assertThat(outcome.reason()).isNull();
        assertThat(checked).containsExactly(words);
        assertThat(engine.images().inspect(outcome.image().imageId())).isPresent();
        nothingIsLeft();
    }

    @Test
    void containerIsOneOfTheNewImageWithLimitsAndNetworkOfTheBuildAndNoSecret() {
        Outcome outcome = build(CHECK);

        assertThat(checkedIn.image()).isEqualTo(outcome.image().imageId());
        assertThat(checkedIn)
                .usingRecursiveComparison()
                .ignoringFields("image", "command", "entrypoint", "environment")
                .isEqualTo(assembledIn);
        assertThat(checkedIn.environment()).isEmpty();
        assertThat(outcome.stages()).extracting(StageTiming::name).endsWith("commit", "post-commit");
    }

    @Test
    void imageThatDoesNotPassFailsTheBuildAndDoesNotStay() {
        check = execution -> {
            execution.output().write("1 failing\n".getBytes(StandardCharsets.UTF_8));
            return 2;
        };

        failed("PostCommitHookFailed");

        assertThat(orders.said()).contains("Checking the image\n1 failing\n", "exit code 2");
    }

    @Test
    void checkThatNeedsMoreThanItMayFailsForThat() {
        check = execution -> {
            execution.runOutOfMemory();
            return 0;
        };
        failed("OutOfMemoryKilled");
        check = execution -> {
            execution.write("/work/core", new byte[2 << 20]);
            return 0;
        };
        failed("DiskLimitExceeded");
    }

    @Test
    void deadlineIsTheBuilds() {
        check = PostCommitTest::hang;

        Outcome outcome = build(OrderSamples.checked(OrderSamples.order(BUILDER, List.of(), 500), CHECK));

        assertThat(outcome.reason()).isEqualTo("BuildTimeout");
        nothingIsLeft();
        noImageStays();
    }

    @Test
    void cancelledWhileItChecksLeavesNothingBehind() {
        check = execution -> {
            orders.cancelled = true;
            return hang(execution);
        };

        failed("Cancelled");
    }

    @Test
    void processThatStopsHandsNoCheckOverAndTheNextOneBuildsAnew() {
        check = execution -> {
            checking.countDown();
            return hang(execution);
        };
        BuildOrder order = OrderSamples.checked(OrderSamples.order(BUILDER), CHECK);
        orders.waiting.add(order);
        BuildWorker before = worker(orders, engine);
        before.start();
        await().until(() -> checking.getCount() == 0);

        before.close();

        assertThat(orders.outcomes).isEmpty();
        nothingIsLeft();
        noImageStays();
    }

    @Test
    void processThatDiesInACheckLeavesNothingThatItsSuccessorTakesForAssembled() {
        CountDownLatch half = new CountDownLatch(1);
        check = execution -> {
            execution.output().write((Greeting.text(ASSEMBLE) + "\n").getBytes(StandardCharsets.UTF_8));
            checking.countDown();
            half.await();
            return 0;
        };
        Mortal first = new Mortal();
        BuildOrder order = OrderSamples.checked(OrderSamples.order(BUILDER), CHECK);
        orders.waiting.add(order);
        worker(first.orders(orders), first.engine(engine)).start();
        await().until(() -> checking.getCount() == 0);
        first.die();

        try (BuildWorker after = worker(orders, engine)) {
            after.start();
            await().untilAsserted(this::nothingIsLeft);
            assertThat(orders.outcomes).isEmpty();

            check = execution -> 0;
            orders.waiting.add(OrderSamples.again(order));
            await().until(() -> !orders.outcomes.isEmpty());
        }
        Outcome outcome = orders.outcomes.remove();
        assertThat(outcome.epoch()).isEqualTo(2);
        assertThat(outcome.reason()).isNull();
        assertThat(engine.images().list(Map.of(OwnLabels.BUILD, order.id())))
                .extracting(ImageDescription::id)
                .containsExactly(outcome.image().imageId());
    }

    private BuildWorker worker(BuildOrders platform, Engine connection) {
        return new BuildWorker(
                platform, connection, held, BuilderMaker.NONE, PipelineSamples.config(Duration.ofSeconds(5)));
    }

    private void failed(String reason) {
        Outcome outcome = build(CHECK);

        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.image()).isNull();
        nothingIsLeft();
        noImageStays();
    }

    private void nothingIsLeft() {
        assertThat(engine.containers().list(Map.of())).isEmpty();
        assertThat(held.load()).isEmpty();
    }

    private void noImageStays() {
        assertThat(engine.images().list(Map.of(OwnLabels.KIND, "build"))).isEmpty();
    }

    private Outcome build(PostCommit form) {
        return build(OrderSamples.checked(OrderSamples.order(BUILDER), form));
    }

    private Outcome build(BuildOrder order) {
        orders.cancelled = false;
        new BuildPipeline(orders, engine, held, BuilderMaker.NONE, PipelineSamples.config(Duration.ofMillis(100)))
                .run(order);
        return orders.outcomes.remove();
    }

    private int script(Program.Execution execution) throws IOException, InterruptedException {
        if (execution.arguments().contains(ASSEMBLE)) {
            assembledIn = execution.spec();
            execution.input().readAllBytes();
            execution.output().write((Greeting.text(ASSEMBLE) + "\n").getBytes(StandardCharsets.UTF_8));
            return 0;
        }
        checkedIn = execution.spec();
        checked = execution.arguments();
        return check.run(execution);
    }

    private static int hang(Program.Execution execution) throws InterruptedException {
        execution.awaitStop();
        return 0;
    }
}
