package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.build.source.MemoryTree;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.PostCommit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// How a build goes from its first stage to its second, and what ends it there.
class SecondStageTest extends TwoStages {
    @Test
    void mappedPathThatIsNotThereFailsTheBuildByItsName() {
        Outcome outcome = build("/work/dist;/work/nothing:lib");

        assertThat(outcome.reason()).isEqualTo("FetchRuntimeArtifactsFailed");
        assertThat(outcome.message()).contains("/work/nothing");
        assertThat(runtimeContainer).isNull();
        nothingIsLeft();
        noImageStays();
    }

    @Test
    void whatIsTakenCountsAsTheBuildsDisk() {
        assemble = execution -> {
            execution.write("/work/dist", new byte[(1 << 20) - 100]);
            return 0;
        };
        assertThat(build("/work/dist").reason()).isEqualTo("DiskLimitExceeded");
        nothingIsLeft();
    }

    @Test
    void failuresOfTheRuntimeStageAreToldApart() {
        assembleRuntime = execution -> {
            execution.output().write("no such module\n".getBytes(StandardCharsets.UTF_8));
            return 3;
        };
        Outcome outcome = build("/work/dist");
        assertThat(outcome.reason()).isEqualTo("AssembleFailed");
        assertThat(outcome.message()).contains("assemble-runtime", "exit code 3");
        assertThat(outcome.evidence()).endsWith("no such module");
        nothingIsLeft();
        noImageStays();

        assembleRuntime = execution -> {
            execution.runOutOfMemory();
            return 0;
        };
        assertThat(build("/work/dist").reason()).isEqualTo("OutOfMemoryKilled");
        assembleRuntime = null;
        assertThat(build("/work/dist").reason()).isEqualTo("FetchRuntimeArtifactsFailed");
        withoutGreeting = AssembleRuntime.NO_SCRIPT;
        assertThat(build("/work/dist").reason()).isEqualTo("InstallScriptsFailed");
        assembleRuntime = TwoStages::hang;
        BuildOrder hasty = OrderSamples.order(BUILDER, List.of(), 500);
        assertThat(build(OrderSamples.runtime(hasty, stage("/work/dist", false), false))
                        .reason())
                .isEqualTo("BuildTimeout");
        nothingIsLeft();
    }

    @Test
    void cancelledInTheRuntimeStageLeavesNothingBehind() {
        assembleRuntime = execution -> {
            orders.cancelled = true;
            return hang(execution);
        };

        assertThat(build("/work/dist").reason()).isEqualTo("Cancelled");
        nothingIsLeft();
        noImageStays();
    }

    @Test
    void checkRunsInTheResult() {
        BuildOrder order = OrderSamples.checked(OrderSamples.order(BUILDER), new PostCommit("true", null, null));

        Outcome outcome = build(OrderSamples.runtime(order, stage("/work/dist", false), false));

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(checkContainer.image()).isEqualTo(outcome.image().imageId());
    }

    @Test
    void incrementalBuildStartsWithWhatTheStageBeforeSaves() {
        Outcome first = build(incremental(false));
        assertThat(first.reason()).as(orders.log()).isNull();
        assertThat(orders.log()).contains("Not incremental: this node has nothing of a build before");
        assertThat(assembled).doesNotContainKey("tmp/artifacts.tar");
        saved = "saved";

        build(incremental(false));
        assertThat(assembled).containsEntry("tmp/artifacts.tar", "saved " + OrderSamples.UID);
        assertThat(orders.log()).contains("Incremental: with what the image of the build before saved.");

        build(incremental(true));
        assertThat(assembled).as("a clean build").doesNotContainKey("tmp/artifacts.tar");
        build(OrderSamples.later(incremental(false), "other", false));
        assertThat(assembled).as("another branch").doesNotContainKey("tmp/artifacts.tar");
        nothingIsLeft();
    }

    @Test
    void withoutIncrementalNothingOfTheFirstStageStays() {
        Outcome outcome = build("/work/dist");

        assertThat(engine.images().list(Map.of()))
                .extracting(ImageDescription::id)
                .containsExactly(outcome.image().imageId());
    }

    @Test
    void dependencyLayerIsWhatTheFirstStageAssemblesOn() {
        orders.tree = MemoryTree.of("app.sh").file("app.lock", "1");
        Map<String, String> labels = Map.of(URL, "image:///usr/libexec/s2i", DependencyContract.LOCKS, "app.lock");
        ImageDescription plain = PipelineSamples.builder("");
        machine.image(
                BUILDER,
                new ImageDescription(
                        "",
                        List.of(),
                        labels,
                        Map.of(),
                        plain.user(),
                        "/work",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        1),
                this::ofBuilder);
        build(incremental(false));

        Outcome outcome = build(incremental(false));

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(orders.log())
                .contains(
                        "Dependencies are those of an earlier build",
                        "Not incremental: the dependencies are in place.");
        assertThat(image(outcome).user()).isEqualTo("1002");
    }

    @Test
    void nextProcessGoesOnWithAFirstStageAndTakesItToItsEnd() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        assemble = execution -> {
            reached.countDown();
            half.await();
            return makeDist(execution);
        };
        Mortal first = new Mortal();
        orders.waiting.add(OrderSamples.runtime(OrderSamples.order(BUILDER), stage("/work/dist:www", false), false));
        worker(first.orders(orders), first.engine(engine)).start();
        reached.await();
        await().until(() -> held.load().getFirst().delivered());
        first.die();

        try (BuildWorker after = worker(orders, engine)) {
            after.start();
            half.countDown();
            await().until(() -> !orders.outcomes.isEmpty());
        }

        Outcome outcome = orders.outcomes.remove();
        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(outcome.epoch()).isEqualTo(1);
        assertThat(image(outcome).user()).isEqualTo("1002");
        nothingIsLeft();
    }

    @Test
    void processThatDiesInTheRuntimeStageLeavesNothingThatItsSuccessorTakesForAssembled() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        assembleRuntime = execution -> {
            reached.countDown();
            return hang(execution);
        };
        Mortal first = new Mortal();
        BuildOrder order = OrderSamples.runtime(OrderSamples.order(BUILDER), stage("/work/dist:www", false), false);
        orders.waiting.add(order);
        worker(first.orders(orders), first.engine(engine)).start();
        reached.await();
        first.die();

        try (BuildWorker after = worker(orders, engine)) {
            after.start();
            await().untilAsserted(this::nothingIsLeft);
            assertThat(orders.outcomes).isEmpty();
            assembleRuntime = execution -> 0;
            orders.waiting.add(OrderSamples.again(order));
            await().until(() -> !orders.outcomes.isEmpty());
        }

        assertThat(orders.outcomes.remove().reason()).isNull();
    }
}
