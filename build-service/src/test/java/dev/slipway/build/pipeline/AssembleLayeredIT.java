package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.source.MemoryTree;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Images.ImageConfiguration;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.OwnLabels;
import dev.slipway.engine.TestEngine;
import dev.slipway.engine.docker.DockerEngine;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Builder images without tar and without a shell, on a real engine.
class AssembleLayeredIT {
    private static final String MAKE_BUILDER = """
            mkdir -p /work/s2i
            cat > /work/s2i/assemble <<'END'
            #!/bin/busybox sh
            set -e
            echo "assembling as $(id -u):$(id -g), token has ${#NPM_TOKEN} characters"
            test "$(stat -c %u:%g /tmp/src/greeting.txt)" = "$(id -u):$(id -g)"
            cp -r /tmp/src/. /work
            END
            cat > /work/s2i/run <<'END'
            #!/bin/busybox sh
            cat /work/greeting.txt
            env
            END
            chmod 755 /work/s2i/assemble /work/s2i/run
            """;

    private final String installation = TestEngine.installation();
    private final Engine engine = DockerEngine.connect(TestEngine.socket(), installation);
    private final MemoryOrders orders = new MemoryOrders();
    private final String network = "slipway-" + installation + "-p4";

    @TempDir
    Path directory;

    @BeforeEach
    void source() {
        engine.networks().ensure(new BuildNames(installation, "n1").network(OrderSamples.order("")));
        orders.tree = MemoryTree.of().file("greeting.txt", "good morning\n");
    }

    @AfterEach
    void removeEverything() {
        engine.containers()
                .list(Map.of())
                .forEach(container -> engine.containers().remove(container.id()));
        engine.images().list(Map.of()).stream()
                .sorted(Comparator.comparing(image -> image.tags().stream().anyMatch(tag -> tag.contains("/builder"))))
                .map(ImageDescription::id)
                .forEach(engine.images()::remove);
        engine.networks().remove(network);
        engine.close();
    }

    @Test
    void builderWithoutTarAssemblesWhatTheEnginePutThere() {
        assembles(TestEngine.tinyImageWithoutTar(), "The builder image has no tar: ");
    }

    @Test
    void builderWithoutAShellRunsAnyFormatOfScript() {
        assembles(TestEngine.tinyImageWithoutShell(), "The builder image has no /bin/sh: ");
    }

    private void assembles(String image, String said) {
        Outcome outcome = build(OrderSamples.order(builder(image)));

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(orders.log()).contains(said, "assembling as " + OrderSamples.UID + ":0, token has 11 characters\n");
        ImageDescription made =
                engine.images().inspect(outcome.image().imageId()).orElseThrow();
        assertThat(made.command()).containsExactly("/work/s2i/run");
        assertThat(made.environment()).containsEntry("GREETING", "hello").doesNotContainKeys("NPM_TOKEN", "HOME");
        assertThat(run(made.id(), null)).startsWith("good morning").doesNotContain("s3cret");
        assertThat(engine.containers().list(Map.of(OwnLabels.KIND, "build"))).isEmpty();
    }

    @Test
    void scriptOfTheSourceThatFailsFailsTheBuildAndNothingIsTriedAgain() {
        orders.tree = MemoryTree.of().file(".s2i/bin/assemble", "#!/bin/busybox sh\necho broken\nexit 127\n");

        Outcome outcome =
                build(OrderSamples.order(builder(TestEngine.tinyImageWithoutTar()), List.of("assemble"), 60_000));

        assertThat(outcome.reason()).isEqualTo("AssembleFailed");
        assertThat(outcome.evidence()).endsWith("broken");
        assertThat(orders.log()).containsOnlyOnce("broken\n").containsOnlyOnce("has no tar");
    }

    private String builder(String image) {
        String container = engine.containers().create(spec(image, List.of("/bin/busybox", "sh", "-c", MAKE_BUILDER)));
        assertThat(run(container)).isEmpty();
        String builder = engine.images()
                .commit(
                        container,
                        new ImageConfiguration(
                                null, null, null, null, Map.of("io.openshift.s2i.scripts-url", "image:///work/s2i")),
                        "slipway-" + installation + "/builder:" + UUID.randomUUID());
        engine.containers().remove(container);
        return builder;
    }

    private Outcome build(BuildOrder order) {
        PipelineConfig config = PipelineConfig.of(
                installation, "n1", 1, null, PipelineSamples.space(32L << 20), directory.resolve("scratch"));
        new BuildPipeline(orders, engine, new MemoryHeldBuilds(), BuilderMaker.NONE, config).run(order);
        return orders.outcomes.remove();
    }

    private String run(String image, List<String> command) {
        return run(engine.containers().create(spec(image, command)));
    }

    private String run(String container) {
        StringBuilder said = new StringBuilder();
        engine.streams()
                .run(
                        container,
                        new ByteArrayInputStream(new byte[0]),
                        (_, bytes, offset, length) ->
                                said.append(new String(bytes, offset, length, StandardCharsets.UTF_8)),
                        Duration.ofSeconds(30));
        return said.toString();
    }

    private ContainerSpec spec(String image, List<String> command) {
        return SmallContainers.of(installation, "check", image, command, Map.of(OwnLabels.KIND, "check"), network);
    }
}
