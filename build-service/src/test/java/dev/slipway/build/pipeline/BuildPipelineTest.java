package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

class BuildPipelineTest {
    private static final String BUILDER = "builders/shell:1";
    private static final Map<String, String> LABELS =
            Map.of("io.openshift.s2i.scripts-url", "image:///usr/libexec/s2i", "colour", "blue");

    private final MemoryMachine machine = new MemoryMachine();
    private final Engine engine = machine.engine("abcdef");
    private final MemoryOrders orders = new MemoryOrders();
    private final MemoryHeldBuilds held = new MemoryHeldBuilds();
    private final PipelineConfig config = PipelineSamples.config(Duration.ofMillis(100));
    private final Map<String, String> unpacked = new TreeMap<>();
    private final AtomicReference<List<String>> arguments = new AtomicReference<>();

    @Test
    void builtImageKeepsTheContractAndNothingIsLeftBehind() {
        builder("1001", LABELS, execution -> print(execution, "installing from https://ada:pw@example.org/x\n"));

        Outcome outcome = build(OrderSamples.order(BUILDER));

        assertThat(outcome.reason()).isNull();
        assertThat(outcome.image().tag()).isEqualTo("slipway-abcdef/shop/web:b7");
        assertThat(outcome.image().port()).isEqualTo(8080);
        assertThat(outcome.image().builderImage())
                .isEqualTo(engine.images().inspect(BUILDER).orElseThrow().id());
        assertThat(outcome.stages().stream().map(StageTiming::name))
                .containsExactly("resolve", "create", "assemble", "metadata", "commit");
        ImageDescription image =
                engine.images().inspect(outcome.image().imageId()).orElseThrow();
        assertThat(image.command()).containsExactly("/usr/libexec/s2i/run");
        assertThat(image.entrypoint()).containsExactly("container-entrypoint");
        assertThat(image.user()).isEqualTo("1001");
        assertThat(image.environment())
                .containsEntry("PATH", "/bin")
                .containsEntry("GREETING", "hello")
                .containsEntry("OPENSHIFT_BUILD_COMMIT", "c0ffee")
                .doesNotContainKey("NPM_TOKEN");
        assertThat(image.labels())
                .containsEntry("colour", "blue")
                .containsEntry("io.openshift.build.commit.message", "First")
                .containsEntry("io.openshift.build.image", "shell:1")
                .containsEntry("dev.slipway.application", "web");
        assertThat(engine.containers().list(Map.of())).isEmpty();
        assertThat(orders.said())
                .contains("installing from https://redacted@example.org/x\n")
                .endsWith("Image slipway-abcdef/shop/web:b7\n");
        assertThat(orders.stages()).startsWith("--> resolve", "<-- resolve").endsWith("--> commit", "<-- commit");
    }

    @Test
    void whatAnAttemptCommittedBeforeItDiedGoesWithTheNext() {
        builder("1001", LABELS, execution -> print(execution, "attempt\n"));
        BuildOrder order = OrderSamples.order(BUILDER);
        String untold = build(order).image().imageId();

        String told = build(OrderSamples.again(order)).image().imageId();

        assertThat(told).isNotEqualTo(untold);
        assertThat(engine.images().inspect(untold)).isEmpty();
        assertThat(engine.images().inspect(told)).isPresent();
    }

    @Test
    void containerReadsClosedEnvironmentThenSource() {
        builder("1001", LABELS, execution -> 0);
        orders.tree = orders.tree.file(".s2i/bin/assemble", "#!/bin/sh");

        build(OrderSamples.order(BUILDER, List.of("assemble"), 60_000));

        assertThat(unpacked.keySet())
                .containsExactly(
                        "dev/shm/slipway/",
                        "dev/shm/slipway/environment",
                        "tmp/scripts/",
                        "tmp/scripts/assemble",
                        "tmp/src/",
                        "tmp/src/app.sh");
        assertThat(unpacked.get("dev/shm/slipway/environment").lines())
                .containsExactlyInAnyOrder(
                        "export NPM_TOKEN='it'\\''s s3cret'",
                        "export OPENSHIFT_BUILD_NAME='web-7'",
                        "export OPENSHIFT_BUILD_REFERENCE='main'",
                        "export OPENSHIFT_BUILD_COMMIT='c0ffee'");
        assertThat(arguments.get())
                .startsWith("container-entrypoint", "/bin/sh", "-c")
                .endsWith("/tmp/scripts/assemble");
    }

    @Test
    void failingAssembleGivesItsLastLinesAsEvidence() {
        builder("1001", LABELS, execution -> {
            for (int line = 1; line <= 30; line++) {
                print(execution, "\u001B[31mline " + line + "\u001B[0m\n");
            }
            return 3;
        });

        Outcome outcome = build(OrderSamples.order(BUILDER));

        assertThat(outcome.reason()).isEqualTo("AssembleFailed");
        assertThat(outcome.message()).contains("exit code 3");
        assertThat(outcome.evidence()).hasSize(20).endsWith("line 29", "line 30");
        assertThat(outcome.stages().getLast().name()).isEqualTo("assemble");
        assertThat(orders.stages()).endsWith("--> assemble", "<-- assemble failed");
        assertThat(outcome.image()).isNull();
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    @Test
    void killForMemoryAndForTimeAreToldApart() {
        builder("1001", LABELS, execution -> {
            execution.runOutOfMemory();
            return 0;
        });
        assertThat(build(OrderSamples.order(BUILDER)).reason()).isEqualTo("OutOfMemoryKilled");

        builder("1001", LABELS, BuildPipelineTest::hang);
        assertThat(build(OrderSamples.order(BUILDER, List.of(), 300)).reason()).isEqualTo("BuildTimeout");
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    @Test
    void cancelledBuildIsStoppedAndItsContainerRemoved() {
        builder("1001", LABELS, execution -> {
            orders.cancelled = true;
            return hang(execution);
        });

        assertThat(build(OrderSamples.order(BUILDER)).reason()).isEqualTo("Cancelled");
        assertThat(orders.stages()).endsWith("<-- assemble stopped");
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    /// Heartbeats come once an hour here: whoever cancels is heard without them, whatever the build waits for.
    @Test
    void cancellationIsHeardAtOnceAtEveryStage() {
        builder("1001", LABELS, BuildPipelineTest::hang);
        orders.sourcesToRefuse.set(Integer.MAX_VALUE);
        cancelledAtOnce(engine, "the source");
        orders.sourcesToRefuse.set(0);
        cancelledAtOnce(engine, "the container");
        builder("1001", LABELS, execution -> 0);
        cancelledAtOnce(new StuckCommits(engine), "the image");
    }

    private void cancelledAtOnce(Engine slow, String what) {
        PipelineConfig silent = PipelineSamples.config(Duration.ofHours(1), Duration.ofMinutes(1));
        String stage = what.equals("the image") ? "commit" : "assemble";
        Thread build = Thread.startVirtualThread(() ->
                new BuildPipeline(orders, slow, held, BuilderMaker.NONE, silent).run(OrderSamples.order(BUILDER)));
        await().until(() -> orders.stage.equals(stage));
        orders.cancelled = true;

        await().until(() -> !build.isAlive());
        assertThat(orders.outcomes.remove().reason()).as(what).isEqualTo("Cancelled");
        assertThat(engine.containers().list(Map.of())).as(what).isEmpty();
        orders.cancelled = false;
        orders.stage = "";
    }

    @Test
    void lostBuildIsDroppedWithoutAWord() {
        builder("1001", LABELS, execution -> {
            orders.lost = true;
            return hang(execution);
        });

        new BuildPipeline(orders, engine, held, BuilderMaker.NONE, config).run(OrderSamples.order(BUILDER));

        assertThat(orders.outcomes).isEmpty();
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    @Test
    void platformThatIsAwayGetsEverythingWhenItComesBack() {
        builder("1001", LABELS, execution -> {
            await().until(() -> held.load().stream().allMatch(HeldBuild::delivered));
            orders.away = true;
            return print(execution, "said while it was away\n");
        });
        Thread build = Thread.startVirtualThread(() ->
                new BuildPipeline(orders, engine, held, BuilderMaker.NONE, config).run(OrderSamples.order(BUILDER)));
        await().until(() -> orders.away
                && engine.images().inspect("slipway-abcdef/shop/web:b7").isPresent());
        orders.away = false;

        await().until(() -> !build.isAlive());
        assertThat(orders.log()).contains("said while it was away\n");
        assertThat(orders.outcomes.element().reason()).isNull();
    }

    @Test
    void engineThatGoesAwayLeavesTheBuildToItsNextHolder() {
        builder("1001", LABELS, execution -> {
            machine.reachable(false);
            return 0;
        });

        new BuildPipeline(orders, engine, held, BuilderMaker.NONE, config).run(OrderSamples.order(BUILDER));

        assertThat(orders.outcomes).isEmpty();
    }

    @Test
    void engineThatGoesAwayWhileTheImageIsStoredIsNoFailureOfTheBuild() {
        builder("1001", LABELS, execution -> 0);
        BuildOrder order = OrderSamples.order(BUILDER);
        BuildImages images = new ResolveBuilder(engine, BuilderMaker.NONE).of(order, ScriptSources.of(order, Map.of()));
        machine.reachable(false);

        assertThatThrownBy(() -> new CommitImage(engine, new BuildNames("abcdef", "n1"))
                        .of(order, images.base(), "container", Map.of(), false))
                .isInstanceOf(EngineException.class);
    }

    @Test
    void nothingIsClaimedWhileTheEngineIsAway() {
        builder("1001", LABELS, execution -> 0);
        orders.waiting.add(OrderSamples.order(BUILDER));
        machine.reachable(false);
        try (BuildWorker worker = new BuildWorker(orders, engine, held, BuilderMaker.NONE, config)) {
            worker.start();
            await().during(Duration.ofMillis(300)).until(() -> orders.waiting.size() == 1);
            machine.reachable(true);
            await().until(() -> orders.outcomes.size() == 1);
        }

        assertThat(orders.outcomes.remove().reason()).isNull();
    }

    @Test
    void buildThatWritesTooMuchIsEndedAlsoWhenItHasEndedByItself() {
        builder("1001", LABELS, execution -> {
            print(execution, "unpacking\n");
            execution.write("/work/large", new byte[2 << 20]);
            return 0;
        });
        Outcome ended = build(OrderSamples.order(BUILDER));
        assertThat(ended.reason()).isEqualTo("DiskLimitExceeded");
        assertThat(ended.message()).contains("1 MiB");
        assertThat(ended.evidence()).contains("unpacking");

        builder("1001", LABELS, execution -> {
            execution.write("/work/large", new byte[2 << 20]);
            return hang(execution);
        });
        assertThat(build(OrderSamples.order(BUILDER)).reason()).isEqualTo("DiskLimitExceeded");
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    @Test
    void imageThatIsNotStoredInTimeFailsTheBuild() {
        builder("1001", LABELS, execution -> 0);

        new BuildPipeline(orders, new StuckCommits(engine), held, BuilderMaker.NONE, config)
                .run(OrderSamples.order(BUILDER, List.of(), 1000));

        assertThat(orders.outcomes.remove().reason()).isEqualTo("BuildTimeout");
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    @Test
    void tornSourceIsNeverTakenForAWholeOne() {
        builder("1001", LABELS, execution -> 0);
        orders.sourceBreaks = true;

        assertThat(build(OrderSamples.order(BUILDER)).reason()).isEqualTo("FetchSourceFailed");
    }

    @Test
    void whileThePlatformIsAwayABuildWaitsForItsSource() {
        builder("1001", LABELS, execution -> 0);
        orders.sourcesToRefuse.set(3);

        assertThat(build(OrderSamples.order(BUILDER)).reason()).isNull();
    }

    @Test
    void aSourceThatBreaksOffWithThePlatformIsNobodysFault() {
        builder("1001", LABELS, execution -> 0);
        orders.sourceBreaks = true;
        orders.breaksWithSource = true;

        new BuildPipeline(orders, engine, held, BuilderMaker.NONE, config).run(OrderSamples.order(BUILDER));

        assertThat(orders.outcomes).isEmpty();
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    @Test
    void rootAndNamedUsersAreRefusedBeforeAnythingRuns() {
        for (String user : List.of("", "0", "root", "node:0")) {
            builder(user, LABELS, execution -> 0);

            assertThat(build(OrderSamples.order(BUILDER)).reason()).isEqualTo("UserNotAllowed");
            assertThat(arguments.get()).isNull();
        }
    }

    @Test
    void builderWithoutScriptsAndMissingBuilderAreNamed() {
        builder("1001", Map.of(), execution -> 0);

        assertThat(build(OrderSamples.order(BUILDER)).reason()).isEqualTo("InstallScriptsFailed");
        assertThat(build(OrderSamples.order("sha256:gone")).reason()).isEqualTo("BuilderNotFound");
    }

    @Test
    void labelsThatAssembleAsksForWinExceptOverOurs() {
        String asked = "{\"labels\":[{\"colour\":\"red\"},{\"dev.slipway.project\":\"stolen\"}]}";
        builder("1001", LABELS, execution -> {
            execution.write(ImageMetadata.PATH, asked.getBytes(StandardCharsets.UTF_8));
            return 0;
        });
        BuildOrder order = OrderSamples.order(BUILDER);

        Outcome outcome = build(order);

        assertThat(engine.images()
                        .inspect(outcome.image().imageId())
                        .orElseThrow()
                        .labels())
                .containsEntry("colour", "red")
                .containsEntry("dev.slipway.project", order.projectId());
    }

    @Test
    void unusableMetadataFailsTheBuild() {
        String huge = "{\"labels\":[{\"k\":\"" + "v".repeat(10_240) + "\"}]}";
        for (String content : List.of("{", "[]", "{\"labels\":{}}", "{\"labels\":[{\"k\":1}]}", huge)) {
            builder("1001", LABELS, execution -> {
                execution.write(ImageMetadata.PATH, content.getBytes(StandardCharsets.UTF_8));
                return 0;
            });

            assertThat(build(OrderSamples.order(BUILDER)).reason()).isEqualTo("InvalidImageMetadata");
        }
    }

    @Test
    void workerRemovesWhatNobodyRemembersOfADeadProcess() {
        builder("1001", LABELS, BuildPipelineTest::hang);
        BuildOrder dead = OrderSamples.order(BUILDER);
        engine.networks().ensure(new BuildNames("abcdef", "n1").network(dead));
        Builder builder = new ResolveBuilder(engine, BuilderMaker.NONE)
                .of(dead, ScriptSources.of(dead, Map.of()))
                .builder();
        engine.containers()
                .create(BuildContainer.assembling(
                        dead, builder, builder.image().id(), false, new BuildNames("abcdef", "n1"), List.of()));
        BuildOrder order = OrderSamples.order(BUILDER);
        orders.waiting.add(order);

        try (BuildWorker worker = new BuildWorker(orders, engine, held, BuilderMaker.NONE, config)) {
            worker.start();
            await().until(() -> engine.containers()
                            .list(Map.of(OwnLabels.BUILD, order.id()))
                            .size()
                    == 1);
            assertThat(engine.containers().list(Map.of(OwnLabels.BUILD, dead.id())))
                    .isEmpty();
        }
    }

    private Outcome build(BuildOrder order) {
        new BuildPipeline(orders, engine, held, BuilderMaker.NONE, config).run(order);
        return orders.outcomes.remove();
    }

    private void builder(String user, Map<String, String> labels, Program assemble) {
        ImageDescription description = new ImageDescription(
                "",
                List.of(),
                labels,
                Map.of("PATH", "/bin"),
                user,
                "/work",
                List.of("container-entrypoint"),
                List.of("usage"),
                List.of("8080/tcp"),
                List.of(),
                1);
        machine.image(BUILDER, description, execution -> {
            arguments.set(execution.arguments());
            unpack(execution);
            print(execution, Greeting.text(execution.arguments().getLast()) + "\n");
            return assemble.run(execution);
        });
    }

    private void unpack(Program.Execution execution) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(execution.input());
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            unpacked.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static int print(Program.Execution execution, String text) throws IOException {
        execution.output().write(text.getBytes(StandardCharsets.UTF_8));
        return 0;
    }

    private static int hang(Program.Execution execution) throws InterruptedException {
        execution.awaitStop();
        return 0;
    }
}
