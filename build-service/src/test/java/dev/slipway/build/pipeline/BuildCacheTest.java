package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.cache.Caches;
import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.engine.ContainerSpec.VolumePlace;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.ForwardingEngine;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.Specs;
import dev.slipway.engine.Volumes;
import dev.slipway.engine.Volumes.Volume;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.engine.memory.Program;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A builder that declares a cache, on an engine in memory: what each build finds there of the ones before.
class BuildCacheTest {
    private static final String BUILDER = "builders/go:1";
    private static final String CACHE = "/opt/cache";
    private static final String MADE = CACHE + "/made";
    private static final int MEBIBYTE = 1 << 20;

    private final MemoryMachine machine = new MemoryMachine();
    private final Engine engine = machine.engine("abcdef");
    private final MemoryOrders orders = new MemoryOrders();
    private final BuildOrder order = OrderSamples.order(BUILDER);
    /// How many bytes each build found.
    private final List<Integer> found = new CopyOnWriteArrayList<>();

    private BuildPipeline pipeline = pipeline(4 * MEBIBYTE);
    /// What the next build leaves.
    private byte[] leaves = new byte[7];

    private int makes = 1;
    private int exitCode;
    private CountDownLatch holdsUp = new CountDownLatch(0);
    private final CountDownLatch assembles = new CountDownLatch(1);

    @BeforeEach
    void builderWithACache() {
        builder(Map.of("dev.slipway.caches", CACHE));
    }

    @Test
    void laterBuildFindsWhatTheEarlierOneLeftAndNoImageHasIt() {
        build(order);
        assertThat(orders.log()).contains("The cache is empty: no earlier build of this branch");
        Outcome second = build(OrderSamples.later(order, "main", false));

        assertThat(found).containsExactly(0, 7);
        assertThat(orders.log()).contains("The cache is that of earlier builds of this branch, less than 1 MiB.");
        String container =
                engine.containers().create(Specs.spec("look", second.image().imageId(), List.of()));
        assertThat(engine.files().read(container, MADE, 100)).isEmpty();
        assertThat(engine.files().read(container, "/work/app", 100)).isPresent();
    }

    @Test
    void anotherBranchAndAnotherBuilderImageHaveTheirOwn() {
        build(order);
        build(OrderSamples.later(order, "feature", false));
        builder(Map.of("dev.slipway.caches", CACHE));
        build(OrderSamples.later(order, "main", false));

        assertThat(found).containsExactly(0, 0, 0);
        assertThat(volumes()).hasSize(3);
    }

    @Test
    void cleanBuildBeginsAnew() {
        build(order);
        build(OrderSamples.later(order, "main", true));

        assertThat(found).containsExactly(0, 0);
        assertThat(orders.log()).contains("The cache is empty: a clean build.");
        await().until(() -> volumes().size() == 1);
    }

    @Test
    void builderThatDeclaresNoneHasNone() {
        builder(Map.of());

        build(order);

        assertThat(volumes()).isEmpty();
        assertThat(orders.log()).doesNotContain("cache");
    }

    @Test
    void whileOneBuildHasItAnotherGoesWithout() throws InterruptedException {
        holdsUp = new CountDownLatch(1);
        Thread first = Thread.ofVirtual().start(() -> pipeline.run(order));
        assembles.await();
        CountDownLatch held = holdsUp;
        holdsUp = new CountDownLatch(0);
        build(OrderSamples.later(order, "main", false));

        assertThat(orders.log()).contains("Without the cache: another build of this branch has it.");
        held.countDown();
        first.join();
        build(OrderSamples.later(order, "main", false));
        assertThat(found).containsExactly(0, 0, 7);
    }

    @Test
    void containerThatAnEarlierProcessLeftKeepsIt() {
        build(order);
        Volume volume = volumes().getFirst();
        VolumePlace place = new VolumePlace(volume.name(), volume.labels(), CACHE);
        String left = engine.containers()
                .create(Specs.spec("left", BUILDER, List.of("waits")).with(List.of(place), volume.labels()));
        engine.containers().start(left);
        pipeline = pipeline(4 * MEBIBYTE);

        build(OrderSamples.later(order, "main", false));
        engine.containers().remove(left);
        build(OrderSamples.later(order, "main", false));

        assertThat(found).containsExactly(0, 0, 7);
    }

    @Test
    void failedBuildLeavesWhatItFetched() {
        exitCode = 1;
        build(order);
        exitCode = 0;
        build(OrderSamples.later(order, "main", false));

        assertThat(found).containsExactly(0, 7);
    }

    @Test
    void cacheMayHoldAsMuchAsABuildMayWriteBesideIt() {
        leaves = new byte[MEBIBYTE];
        assertThat(build(order).reason()).isNull();
        makes = MEBIBYTE;
        assertThat(build(OrderSamples.later(order, "main", false)).reason()).isNull();
        makes = MEBIBYTE + 1;
        assertThat(build(OrderSamples.later(order, "main", false)).reason()).isEqualTo("DiskLimitExceeded");
        builder(Map.of());
        assertThat(build(OrderSamples.later(order, "main", false)).reason()).isEqualTo("DiskLimitExceeded");
    }

    @Test
    void oneThatIsLargerIsBegunAnewAndGoes() {
        leaves = new byte[MEBIBYTE + 1];
        build(order);

        await().until(() -> volumes().isEmpty());
        build(OrderSamples.later(order, "main", false));
        assertThat(found).containsExactly(0, 0);
    }

    @Test
    void thoseUsedLongestAgoMakeRoom() {
        pipeline = pipeline(1_200_000);
        leaves = new byte[600_000];
        build(order);
        build(OrderSamples.later(order, "feature", false));
        build(OrderSamples.later(order, "fix", false));

        await().until(() -> volumes().size() == 2);
        build(OrderSamples.later(order, "fix", false));
        build(OrderSamples.later(order, "feature", false));
        build(OrderSamples.later(order, "main", false));
        assertThat(found).containsExactly(0, 0, 0, 600_000, 600_000, 0);
    }

    @Test
    void shortAndFullNamesOfABranchAreOneAndACommitByItsHashHasNone() {
        build(order);
        build(OrderSamples.later(order, "refs/heads/main", false));
        build(OrderSamples.later(order, "refs/tags/main", false));
        build(OrderSamples.later(order, "0123456789abcdef0123456789abcdef01234567", false));

        assertThat(found).containsExactly(0, 7, 0, 0);
        assertThat(volumes()).hasSize(2);
        assertThat(orders.log()).contains("Without a cache: it is a branch's");
    }

    @Test
    void cleanBuildBeginsAnewAlsoWhileAnotherHasTheOneBefore() throws InterruptedException {
        build(order);
        holdsUp = new CountDownLatch(1);
        Thread first = Thread.ofVirtual().start(() -> pipeline.run(OrderSamples.later(order, "main", false)));
        await().until(() -> found.size() == 2);
        CountDownLatch held = holdsUp;
        holdsUp = new CountDownLatch(0);
        build(OrderSamples.later(order, "main", true));
        held.countDown();
        first.join();
        build(OrderSamples.later(order, "main", false));

        assertThat(found).containsExactly(0, 7, 0, 7);
        await().until(() -> volumes().size() == 1);
    }

    @Test
    void engineThatCannotTellOfVolumesFailsNoBuildAndTheNextOneHasTheCache() {
        AtomicBoolean late = new AtomicBoolean();
        Engine slow = new ForwardingEngine() {
            @Override
            public Engine engine() {
                return engine;
            }

            @Override
            public Volumes volumes() {
                return late.get() ? counting(engine.volumes()) : engine.volumes();
            }
        };
        build(order);
        pipeline = pipeline(slow, 4 * MEBIBYTE);
        late.set(true);

        assertThat(build(OrderSamples.later(order, "main", false)).reason()).isNull();
        assertThat(orders.log()).contains("Without the cache: the engine takes its time.");
        late.set(false);
        build(OrderSamples.later(order, "main", false));
        assertThat(found).containsExactly(0, 0, 7);
    }

    /// Does not come to an end.
    private static Volumes counting(Volumes volumes) {
        return new Volumes() {
            @Override
            public List<Volume> list(Map<String, String> labels) {
                return volumes.list(labels);
            }

            @Override
            public long bytes(String name) {
                throw new EngineException(EngineException.Kind.TIMEOUT, "the engine takes its time", null);
            }

            @Override
            public void remove(String name) {
                volumes.remove(name);
            }
        };
    }

    @Test
    void cleanBuildOnALayerLeavesNothingOfTheCacheEither() {
        build(order);
        builder(Map.of("dev.slipway.caches", CACHE, DependencyContract.LOCKS, "lock.json"));
        build(OrderSamples.later(order, "main", false));
        assertThat(volumes()).hasSize(2);
        orders.tree = orders.tree.file("lock.json", "{}");
        build(OrderSamples.later(order, "main", true));

        await().until(() -> volumes().size() == 1);
    }

    @Test
    void whereALayerHasTheDependenciesThereIsNone() {
        builder(Map.of("dev.slipway.caches", CACHE, DependencyContract.LOCKS, "lock.json"));
        orders.tree = orders.tree.file("lock.json", "{}");

        build(order);

        assertThat(volumes()).isEmpty();
    }

    @Test
    void theyGoWithTheirProject() {
        build(order);

        Caches.removeOf(engine, order.network().number() + 1);
        assertThat(volumes()).hasSize(1);
        Caches.removeOf(engine, order.network().number());
        assertThat(volumes()).isEmpty();
    }

    private List<Volume> volumes() {
        return engine.volumes().list(Map.of());
    }

    private BuildPipeline pipeline(long caches) {
        return pipeline(engine, caches);
    }

    private BuildPipeline pipeline(Engine on, long caches) {
        return new BuildPipeline(orders, on, new MemoryHeldBuilds(), BuilderMaker.NONE, PipelineSamples.caches(caches));
    }

    private Outcome build(BuildOrder build) {
        pipeline.run(build);
        return orders.outcomes.remove();
    }

    private void builder(Map<String, String> more) {
        Map<String, String> labels = new HashMap<>(more);
        labels.put("io.openshift.s2i.scripts-url", "image:///usr/libexec/s2i");
        ImageDescription description = new ImageDescription(
                "", List.of(), labels, Map.of(), "1001", "/work", List.of(), List.of(), List.of(), List.of(), 1);
        machine.image(BUILDER, description, this::script);
    }

    private int script(Program.Execution execution) throws IOException, InterruptedException {
        String script = execution.arguments().getLast();
        if (script.equals("waits")) {
            execution.awaitStop();
            return 0;
        }
        execution.input().transferTo(OutputStream.nullOutputStream());
        execution.output().write((Greeting.text(script) + "\n").getBytes(StandardCharsets.UTF_8));
        if (script.endsWith("-dependencies")) {
            return 0;
        }
        CountDownLatch held = holdsUp;
        found.add(execution.read(MADE).map(made -> made.length).orElse(0));
        assembles.countDown();
        held.await();
        execution.write(MADE, leaves);
        execution.write("/work/app", new byte[makes]);
        return exitCode;
    }
}
