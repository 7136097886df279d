package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.OwnLabels;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.engine.memory.Program;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.StageTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One process of a node follows another on the same engine, platform and memory.
class AdoptionTest {
    private static final String BUILDER = "builders/shell:1";
    private static final String GREETING = "Assembling with /usr/libexec/s2i/assemble\n";
    private static final String IMAGE = "Image slipway-abcdef/shop/web:b7\n";
    private static final List<String> STAGES = List.of(
            "--> resolve",
            "<-- resolve",
            "--> create",
            "<-- create",
            "--> assemble",
            "<-- assemble",
            "--> metadata",
            "<-- metadata",
            "--> commit",
            "<-- commit");

    private final MemoryMachine machine = new MemoryMachine();
    private final Engine engine = machine.engine("abcdef");
    private final MemoryOrders orders = new MemoryOrders();
    private final MemoryHeldBuilds held = new MemoryHeldBuilds();
    private final Mortal first = new Mortal();
    private final BuildOrder order = OrderSamples.order(BUILDER);
    private final CountDownLatch half = new CountDownLatch(1);
    private final BuildWorker before = worker(first.orders(orders), first.engine(engine));
    private final BuildWorker after = worker(orders, engine);

    @AfterEach
    void close() {
        after.close();
        if (!first.dead()) {
            before.close();
        }
    }

    @Test
    void buildOfAProcessThatDiedIsGoneOnWithWithoutRepeatOrGap() {
        builder(execution -> {
            say(execution, "one\ntwo https://ada:");
            half.await();
            return say(execution, "pw@example.org/x\nthree\n");
        });
        running("two https");

        first.die();
        orders.heartbeats.set(0);
        after.start();
        await().until(() -> orders.heartbeats.get() > 1);
        half.countDown();

        Outcome outcome = outcome();
        assertThat(outcome.reason()).isNull();
        assertThat(outcome.epoch()).isEqualTo(1);
        assertThat(outcome.stages().stream().map(StageTiming::name))
                .containsExactly("resolve", "create", "assemble", "metadata", "commit");
        assertThat(orders.stages()).isEqualTo(STAGES);
        assertThat(orders.said()).isEqualTo(GREETING + "one\ntwo https://redacted@example.org/x\nthree\n" + IMAGE);
        nothingIsLeft();
    }

    @Test
    void whatWasSaidBeforeTheContainerIsNoPartOfWhatTheNextProcessSkips() {
        String scripts = "https://example.org/s2i";
        orders.served.put(scripts + "/save-artifacts", "#!/bin/sh");
        builder(execution -> {
            say(execution, "one\n");
            half.await();
            return say(execution, "two\n");
        });
        orders.waiting.add(OrderSamples.scripts(order, scripts));
        before.start();
        await().until(() -> orders.log().endsWith("one\n"));

        first.die();
        after.start();
        half.countDown();

        assertThat(outcome().reason()).isNull();
        assertThat(orders.said())
                .isEqualTo("Scripts from " + scripts + ": save-artifacts\n" + GREETING + "one\ntwo\n"
                        + IMAGE.replace(":b7", ":b8"));
        nothingIsLeft();
    }

    @Test
    void buildOfAProcessThatStopsIsHandedOverWithoutAWord() {
        builder(execution -> {
            say(execution, "one\n");
            half.await();
            return say(execution, "two\n");
        });
        running("one\n");
        String container = containers().getFirst();

        before.close();
        assertThat(containers()).containsExactly(container);
        assertThat(orders.outcomes).isEmpty();
        after.start();
        half.countDown();

        assertThat(outcome().reason()).isNull();
        assertThat(orders.stages()).isEqualTo(STAGES);
        assertThat(orders.said()).isEqualTo(GREETING + "one\ntwo\n" + IMAGE);
        nothingIsLeft();
    }

    @Test
    void imageThatWasStoredBeforeTheProcessDiedIsNotStoredAgain() {
        builder(execution -> say(execution, "one\n"));
        first.dieWithItsOutcome();
        orders.waiting.add(order);
        before.start();
        await().until(first::dead);
        String image = images().getFirst();

        after.start();

        assertThat(outcome().image().imageId()).isEqualTo(image);
        assertThat(images()).containsExactly(image);
        assertThat(orders.stages()).isEqualTo(STAGES);
        assertThat(orders.said()).isEqualTo(GREETING + "one\n" + IMAGE);
        nothingIsLeft();
    }

    @Test
    void buildThatFailedBeforeTheProcessDiedFailsOnce() {
        builder(execution -> {
            say(execution, "broken");
            return 3;
        });
        first.dieWithItsOutcome();
        orders.waiting.add(order);
        before.start();
        await().until(first::dead);
        String log = orders.log();

        after.start();

        Outcome outcome = outcome();
        assertThat(outcome.reason()).isEqualTo("AssembleFailed");
        assertThat(outcome.evidence()).endsWith("broken");
        assertThat(orders.log()).isEqualTo(log);
        assertThat(orders.said()).contains("broken\nThe assemble script ended with exit code 3.\n");
        assertThat(orders.stages()).endsWith("<-- assemble failed");
        nothingIsLeft();
    }

    @Test
    void buildThatIsLostMeanwhileIsRemovedWithoutAWord() {
        builder(AdoptionTest::hang);
        running(GREETING);

        first.die();
        orders.lost = true;
        after.start();

        nothingIsLeft();
        assertThat(orders.outcomes).isEmpty();
    }

    @Test
    void networkOfABuildThatIsLostMeanwhileIsNotKeptForIt() {
        builder(AdoptionTest::hang);
        running(GREETING);
        sandbox(BUILDER, order.network().number());

        first.die();
        orders.lost = true;
        after.start();

        nothingIsLeft();
    }

    @Test
    void buildGoesOnBeforeWhatElseWasLeftIsRemoved() {
        CompletableFuture<Integer> removable = new CompletableFuture<>();
        machine.image("stubborn:1", description(), _ -> removable.join());
        builder(AdoptionTest::hang);
        running(GREETING);
        sandbox("stubborn:1", order.network().number() + 1);

        first.die();
        orders.heartbeats.set(0);
        after.start();
        await().until(() -> orders.heartbeats.get() > 0);

        removable.complete(0);
    }

    @Test
    void buildThatIsCancelledMeanwhileIsStopped() {
        builder(AdoptionTest::hang);
        running(GREETING);

        first.die();
        orders.cancelled = true;
        after.start();

        assertThat(outcome().reason()).isEqualTo("Cancelled");
        nothingIsLeft();
    }

    @Test
    void timeGoesOnCountingFromTheFirstStart() {
        builder(AdoptionTest::hang);
        running(GREETING);
        HeldBuild now = held.load().getFirst();
        Instant longAgo = Instant.now().minusMillis(order.timeoutMillis());
        held.save(new HeldBuild(order, longAgo, now.logFrom(), now.assemblingSince(), now.stages(), List.of()));

        first.die();
        after.start();

        assertThat(outcome().reason()).isEqualTo("BuildTimeout");
        nothingIsLeft();
    }

    @Test
    void buildWithoutItsWholeInputIsRemovedAndForgotten() {
        CountDownLatch unpacking = new CountDownLatch(1);
        machine.image(BUILDER, description(), execution -> {
            unpacking.countDown();
            half.await();
            return 0;
        });
        orders.waiting.add(order);
        before.start();
        await().until(() -> unpacking.getCount() == 0);
        assertThat(held.load()).hasSize(1);

        before.close();
        nothingIsLeft();
        assertThat(orders.outcomes).isEmpty();
    }

    private void running(String said) {
        orders.waiting.add(order);
        before.start();
        await().until(() ->
                orders.log().contains(said) && held.load().getFirst().delivered());
    }

    private void sandbox(String image, int network) {
        Map<String, String> labels =
                Map.of(OwnLabels.KIND, "sandbox", OwnLabels.NODE, "n1", OwnLabels.NETWORK, String.valueOf(network));
        engine.containers()
                .start(engine.containers().create(SmallContainers.of("abcdef", "sandbox", image, null, labels, null)));
    }

    private Outcome outcome() {
        await().until(() -> !orders.outcomes.isEmpty());
        return orders.outcomes.remove();
    }

    private void nothingIsLeft() {
        await().until(() -> containers().isEmpty() && held.load().isEmpty());
        assertThat(orders.outcomes).isEmpty();
    }

    private List<String> containers() {
        return engine.containers().list(Map.of()).stream()
                .map(container -> container.id())
                .toList();
    }

    private List<String> images() {
        return engine.images().list(Map.of(OwnLabels.BUILD, order.id())).stream()
                .map(ImageDescription::id)
                .toList();
    }

    private BuildWorker worker(BuildOrders platform, Engine connection) {
        PipelineConfig config = PipelineSamples.config(Duration.ofSeconds(5));
        return new BuildWorker(platform, connection, held, BuilderMaker.NONE, config);
    }

    private void builder(Program assemble) {
        machine.image(BUILDER, description(), execution -> {
            execution.input().readAllBytes();
            say(execution, GREETING);
            return assemble.run(execution);
        });
    }

    private static ImageDescription description() {
        return PipelineSamples.builder("image:///usr/libexec/s2i");
    }

    private static int say(Program.Execution execution, String text) throws IOException {
        execution.output().write(text.getBytes(StandardCharsets.UTF_8));
        return 0;
    }

    private static int hang(Program.Execution execution) throws InterruptedException {
        execution.awaitStop();
        return 0;
    }
}
