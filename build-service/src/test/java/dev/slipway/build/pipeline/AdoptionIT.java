package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.source.MemoryTree;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Images.ImageConfiguration;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.OwnLabels;
import dev.slipway.engine.TestEngine;
import dev.slipway.engine.docker.DockerEngine;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two processes of a node that follow each other, on a real engine.
class AdoptionIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String SCRIPT = """
            #!/bin/sh
            for i in 1 2 3 4 5 6 7 8; do
              echo "line $i"; echo "error $i" >&2; printf 'part %s' $i; sleep 1; echo ' whole'
            done
            printf 'the end'
            """;

    private final String installation = TestEngine.installation();
    private final Engine engine = DockerEngine.connect(TestEngine.socket(), installation);
    private final MemoryOrders orders = new MemoryOrders();
    private final MemoryHeldBuilds held = new MemoryHeldBuilds();
    private final Mortal first = new Mortal();
    private final BuildWorker before = worker(first.orders(orders), first.engine(engine));
    private final BuildWorker after = worker(orders, engine);

    private String builder;
    private BuildOrder order;

    @BeforeEach
    void makeBuilder() {
        BuildOrder any = OrderSamples.order("");
        engine.networks().ensure(new BuildNames(installation, "n1").network(any));
        String image = TestEngine.tinyImage();
        String container = engine.containers()
                .create(SmallContainers.of(installation, "base", image, List.of("true"), Map.of(), null));
        engine.streams().run(container, null, (_, _, _, _) -> {}, LONG);
        Map<String, String> labels = Map.of("io.openshift.s2i.scripts-url", "image:///work/s2i");
        builder = engine.images()
                .commit(
                        container,
                        new ImageConfiguration(null, null, null, null, labels),
                        "slipway-" + installation + "/builder:1");
        engine.containers().remove(container);
        orders.tree = MemoryTree.of().file(".s2i/bin/assemble", SCRIPT);
        order = OrderSamples.order(builder, List.of("assemble"), 60_000);
        orders.waiting.add(order);
    }

    @AfterEach
    void removeEverything() {
        after.close();
        engine.containers()
                .list(Map.of())
                .forEach(container -> engine.containers().remove(container.id()));
        engine.images().list(Map.of()).stream()
                .map(ImageDescription::id)
                .sorted(Comparator.comparing(id -> id.equals(builder)))
                .forEach(engine.images()::remove);
        engine.networks().remove("slipway-" + installation + "-p4");
        engine.close();
    }

    @Test
    void buildWhoseNodeDiesInTheMiddleEndsWithEveryLineOnce() {
        before.start();
        await().atMost(LONG).until(() -> orders.log().contains("part 2"));
        first.die();

        after.start();

        assertBuiltOnce();
    }

    @Test
    void buildWhoseNodeStopsInTheMiddleEndsWithEveryLineOnce() {
        before.start();
        await().atMost(LONG).until(() -> orders.log().contains("part 2"));
        before.close();

        after.start();

        assertBuiltOnce();
    }

    @Test
    void buildWhoseNodeDiesAfterTheCommitHasOneImage() {
        first.dieWithItsOutcome();
        before.start();
        await().atMost(LONG).until(first::dead);
        List<String> images = images();

        after.start();

        assertBuiltOnce();
        assertThat(images()).isEqualTo(images);
    }

    private void assertBuiltOnce() {
        await().atMost(LONG)
                .until(() -> !orders.outcomes.isEmpty() && held.load().isEmpty());
        StringBuilder expected = new StringBuilder("Assembling with /tmp/scripts/assemble\n");
        for (int i = 1; i <= 8; i++) {
            expected.append("line %1$d\nerror %1$d\npart %1$d whole\n".formatted(i));
        }
        assertThat(orders.said()).isEqualTo(expected + "the end\nImage slipway-" + installation + "/shop/web:b7\n");
        Outcome outcome = orders.outcomes.remove();
        assertThat(outcome.reason()).isNull();
        assertThat(outcome.epoch()).isEqualTo(1);
        assertThat(orders.outcomes).isEmpty();
        assertThat(images()).containsExactly(outcome.image().imageId());
        assertThat(engine.containers().list(Map.of(OwnLabels.BUILD, order.id())))
                .isEmpty();
    }

    private List<String> images() {
        return engine.images().list(Map.of(OwnLabels.BUILD, order.id())).stream()
                .map(ImageDescription::id)
                .toList();
    }

    private BuildWorker worker(BuildOrders platform, Engine connection) {
        return new BuildWorker(
                platform,
                connection,
                held,
                BuilderMaker.NONE,
                PipelineConfig.of(installation, "n1", 1, null, PipelineSamples.space(32L << 20), Path.of("/nowhere")));
    }
}
