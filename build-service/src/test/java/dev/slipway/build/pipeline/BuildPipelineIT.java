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
import dev.slipway.model.assignment.RuntimeStage;
import dev.slipway.model.build.PostCommit;
import dev.slipway.model.source.SourceTree.Kind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

class BuildPipelineIT {
    private static final String MAKE_BUILDER = """
            mkdir -p /work/s2i
            cat > /work/s2i/assemble <<'END'
            #!/bin/sh
            set -e
            echo "assembling as $(id -u):$(id -g)"
            cp -r /tmp/src/. /work
            echo "token has ${#NPM_TOKEN} characters, bundle $(cat "$SSL_CERT_FILE")"
            mkdir -p /tmp/.s2i
            echo '{"labels":[{"asked":"yes"}]}' > /tmp/.s2i/image_metadata.json
            END
            cat > /work/s2i/run <<'END'
            #!/bin/sh
            cat /work/greeting.txt
            env
            ls /dev/shm
            END
            chmod 755 /work/s2i/assemble /work/s2i/run
            """;

    private final String installation = TestEngine.installation();
    private final Engine engine = DockerEngine.connect(TestEngine.socket(), installation);
    private final MemoryOrders orders = new MemoryOrders();
    private final String network = "slipway-" + installation + "-p4";

    @TempDir
    Path directory;

    private String builder;

    @BeforeEach
    void makeBuilder() {
        BuildOrder any = OrderSamples.order("");
        engine.networks().ensure(new BuildNames(installation, "n1").network(any));
        String container = engine.containers().create(spec(TestEngine.tinyImage(), List.of("sh", "-c", MAKE_BUILDER)));
        assertThat(run(container)).isEmpty();
        builder = engine.images()
                .commit(
                        container,
                        new ImageConfiguration(
                                null, null, null, null, Map.of("io.openshift.s2i.scripts-url", "image:///work/s2i")),
                        "slipway-" + installation + "/builder:1");
        engine.containers().remove(container);
    }

    @AfterEach
    void removeEverything() {
        engine.containers()
                .list(Map.of())
                .forEach(container -> engine.containers().remove(container.id()));
        engine.images().list(Map.of()).stream()
                .sorted(Comparator.comparing(image -> image.id().equals(builder)
                        ? 2
                        : image.tags().stream().anyMatch(tag -> tag.contains("/changed:")) ? 1 : 0))
                .map(ImageDescription::id)
                .forEach(engine.images()::remove);
        engine.networks().remove(network);
        engine.close();
    }

    @Test
    void sourceBecomesAnImageThatRunsAndHoldsNoSecret() throws Exception {
        orders.tree = MemoryTree.of()
                .file("greeting.txt", "good morning")
                .with("bin/tool", Kind.EXECUTABLE, "#!/bin/sh\n")
                .with("link", Kind.LINK, "greeting.txt");
        Path bundle = Files.writeString(directory.resolve("ca.crt"), "BUNDLE");

        Outcome outcome = build(OrderSamples.order(builder), bundle);

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(orders.log())
                .contains("assembling as " + OrderSamples.UID + ":0\n")
                .contains("token has 11 characters, bundle BUNDLE\n");
        ImageDescription image =
                engine.images().inspect(outcome.image().imageId()).orElseThrow();
        assertThat(image.command()).containsExactly("/work/s2i/run");
        assertThat(image.entrypoint()).isEmpty();
        assertThat(image.user()).isEqualTo("1001");
        assertThat(image.labels()).containsEntry("asked", "yes");
        assertThat(image.environment())
                .containsEntry("TINY", "source")
                .doesNotContainKeys("NPM_TOKEN", "SSL_CERT_FILE", "HOME");
        String said = run(engine.containers().create(spec(image.id(), null)));
        assertThat(said).startsWith("good morning").contains("GREETING=hello").doesNotContain("s3cret", "slipway");
    }

    @Test
    void scriptsOfTheSourceReplaceThoseOfTheImage() {
        orders.tree = MemoryTree.of()
                .file("greeting.txt", "hi")
                .file(
                        ".s2i/bin/assemble",
                        "#!/bin/sh\ntest ! -e /tmp/src/.s2i/bin/assemble && exec /work/s2i/assemble\n");

        Outcome outcome = build(OrderSamples.order(builder, List.of("assemble"), 60_000), caBundle());

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(engine.images()
                        .inspect(outcome.image().imageId())
                        .orElseThrow()
                        .command())
                .containsExactly("/work/s2i/run");
    }

    @Test
    void whatWasAssembledGoesIntoARuntimeImageAndTheNextBuildStartsWithWhatWasSaved() {
        orders.tree = MemoryTree.of()
                .file("greeting.txt", "good morning")
                .with("tool", Kind.EXECUTABLE, "#!/bin/sh\n")
                .file(".s2i/bin/assemble", """
                        #!/bin/sh
                        set -e
                        echo "saved before: $(cat /tmp/artifacts/saved 2>/dev/null)."
                        mkdir -p /work/dist/bin
                        cp /tmp/src/greeting.txt /work/dist
                        cp -p /tmp/src/tool /work/dist/bin
                        ln -s greeting.txt /work/dist/link
                        echo all > /work/saved
                        """)
                .file(".s2i/bin/save-artifacts", "#!/bin/sh\ntar -C /work -cf - saved\n")
                .file(".s2i/bin/assemble-runtime", """
                        #!/bin/sh
                        set -e
                        echo "taken as $(id -u):$(id -g) to $(pwd), token has ${#NPM_TOKEN} characters"
                        test -x www/dist/bin/tool && test "$(readlink www/dist/link)" = greeting.txt
                        test ! -e /work/saved && test ! -e /tmp/src && test ! -e /tmp/slipway-artifact0.tar
                        cp www/dist/greeting.txt .
                        """);

        Outcome outcome = build(inTwoStages(), null);

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(orders.log())
                .contains("saved before: .\n")
                .contains("taken as " + OrderSamples.UID + ":0 to /work, token has 11 characters\n");
        ImageDescription image =
                engine.images().inspect(outcome.image().imageId()).orElseThrow();
        assertThat(image.command()).containsExactly("/work/s2i/run");
        assertThat(image.user()).isEqualTo("1001");
        assertThat(run(engine.containers().create(spec(image.id(), null))))
                .startsWith("good morning")
                .contains("GREETING=hello")
                .doesNotContain("s3cret", "slipway");

        assertThat(build(inTwoStages(), null).reason()).isNull();
        assertThat(orders.log()).contains("saved before: all.\n");
    }

    private BuildOrder inTwoStages() {
        List<String> scripts = List.of("assemble", "assemble-runtime", "save-artifacts");
        RuntimeStage stage = new RuntimeStage("slim:1", builder, "/work/dist:www", true);
        return OrderSamples.runtime(OrderSamples.order(builder, scripts, 60_000), stage, false);
    }

    @Test
    void entrypointOfTheImageIsInForceWhileAssembleRunsAndInTheResult() {
        orders.tree = MemoryTree.of().file("greeting.txt", "hi");
        String entered = committed(
                builder,
                "printf '#!/bin/sh\\necho entered by \"$4\"; exec \"$@\"\\n' > /work/enter; chmod 755 /work/enter",
                List.of("/work/enter"));

        Outcome outcome = build(OrderSamples.order(entered), caBundle());

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(orders.log()).contains("entered by slipway\n");
        assertThat(engine.images()
                        .inspect(outcome.image().imageId())
                        .orElseThrow()
                        .entrypoint())
                .containsExactly("/work/enter");
    }

    @Test
    void whatWasSavedAndIsNoTarIsAWarningAndTheBuildStartsWithNothing() {
        orders.tree = MemoryTree.of()
                .file("greeting.txt", "hi")
                .file(".s2i/bin/assemble", "#!/bin/sh\ntest ! -e /tmp/artifacts && cp -r /tmp/src/. /work\n");
        String before = committed(
                builder,
                "printf '#!/bin/sh\\necho damaged\\n' > /work/s2i/save-artifacts; chmod 755 /work/s2i/save-artifacts",
                null);
        BuildOrder order = OrderSamples.order(builder, List.of("assemble"), 60_000);

        Outcome outcome = build(OrderSamples.incremental(order, before), null);

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(orders.log()).contains("Not incremental: what was saved cannot be unpacked.\n");
    }

    /// An image of a container of the image in which that ran.
    private String committed(String image, String script, List<String> entrypoint) {
        String container = engine.containers().create(spec(image, List.of("sh", "-c", script)));
        assertThat(run(container)).isEmpty();
        String made = engine.images()
                .commit(
                        container,
                        new ImageConfiguration(
                                null,
                                entrypoint,
                                null,
                                null,
                                Map.of("io.openshift.s2i.scripts-url", "image:///work/s2i")),
                        "slipway-" + installation + "/changed:" + UUID.randomUUID());
        engine.containers().remove(container);
        return made;
    }

    @Test
    void memoryDiskTimeAndExitCodesEndABuildForTheirOwnReason() {
        assertThat(failing("echo broken >&2; exit 4", 60_000).evidence()).endsWith("broken");
        assertThat(failing("exit 4", 60_000).reason()).isEqualTo("AssembleFailed");
        assertThat(failing("sleep 60", 1500).reason()).isEqualTo("BuildTimeout");
        assertThat(failing("dd if=/dev/zero of=/work/big bs=1M count=64; sleep 60", 60_000)
                        .reason())
                .isEqualTo("DiskLimitExceeded");
        assertThat(failing("dd if=/dev/zero of=/dev/null bs=400M count=1", 60_000)
                        .reason())
                .isEqualTo("OutOfMemoryKilled");
        assertThat(engine.containers().list(Map.of(OwnLabels.KIND, "build"))).isEmpty();
    }

    @Test
    void newImageIsCheckedInAContainerOfItThatMayNoMoreThanABuild() {
        orders.tree = MemoryTree.of().file("greeting.txt", "good morning");
        String script = """
                cat /work/greeting.txt && env && test "$1" = 'a b' && test "$(id -u):$(id -g)" = %d:0 && ! read line \
                && ! grep -E 'Cap(Prm|Eff|Bnd):.*[1-9a-f]' /proc/self/status && echo passed
                """.formatted(OrderSamples.UID);

        Outcome outcome = checked(new PostCommit(script, null, List.of("a b")));

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(orders.log())
                .contains("Checking the image\n", "good morning", "GREETING=hello", "passed\n")
                .doesNotContain("s3cret");
        assertThat(engine.images().inspect(outcome.image().imageId())).isPresent();
    }

    @Test
    void imageThatDoesNotPassItsCheckDoesNotStay() {
        notPassed(new PostCommit(null, List.of("sh", "-c"), List.of("echo 1 failing; exit 3")), "1 failing", "code 3");
        notPassed(new PostCommit(null, List.of("/nowhere/npm"), null), "/nowhere/npm", "code 127");
        notPassed(new PostCommit(null, null, List.of("false")), "", "code 1");
    }

    private void notPassed(PostCommit check, String evidence, String message) {
        Outcome outcome = checked(check);

        assertThat(outcome.reason()).as(orders.log()).isEqualTo("PostCommitHookFailed");
        assertThat(String.join("\n", outcome.evidence())).contains(evidence);
        assertThat(outcome.message()).contains(message);
        assertThat(engine.images().list(Map.of(OwnLabels.KIND, "build"))).isEmpty();
        assertThat(engine.containers().list(Map.of(OwnLabels.KIND, "build"))).isEmpty();
    }

    private Outcome checked(PostCommit check) {
        return build(OrderSamples.checked(OrderSamples.order(builder), check), caBundle());
    }

    private Outcome failing(String script, long timeoutMillis) {
        orders.tree = MemoryTree.of().file(".s2i/bin/assemble", "#!/bin/sh\n" + script + "\n");
        return build(OrderSamples.order(builder, List.of("assemble"), timeoutMillis), null);
    }

    private Path caBundle() {
        try {
            return Files.writeString(directory.resolve("ca.crt"), "BUNDLE");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Outcome build(BuildOrder order, Path bundle) {
        new BuildPipeline(
                        orders,
                        engine,
                        new MemoryHeldBuilds(),
                        BuilderMaker.NONE,
                        PipelineConfig.of(
                                installation,
                                "n1",
                                1,
                                bundle,
                                PipelineSamples.space(32L << 20),
                                directory.resolve("scratch")))
                .run(order);
        return orders.outcomes.remove();
    }

    private ContainerSpec spec(String image, List<String> command) {
        return SmallContainers.of(installation, "check", image, command, Map.of(OwnLabels.KIND, "check"), network);
    }

    private String run(String container) {
        StringBuilder said = new StringBuilder();
        engine.streams()
                .run(
                        container,
                        new ByteArrayInputStream(new byte[0]),
                        (error, bytes, offset, length) ->
                                said.append(new String(bytes, offset, length, StandardCharsets.UTF_8)),
                        Duration.ofSeconds(30));
        return said.toString();
    }
}
