package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.dockerfile.DockerfileSteps;
import dev.slipway.build.source.MemoryTree;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.OwnLabels;
import dev.slipway.engine.TestEngine;
import dev.slipway.engine.docker.DockerEngine;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.DockerfileStage;
import dev.slipway.model.build.PostCommit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildDockerfileIT {
    private static final String TINY = TestEngine.tinyImage();

    private final String installation = TestEngine.installation();
    private final Engine engine = DockerEngine.connect(TestEngine.socket(), installation);
    private final MemoryOrders orders = new MemoryOrders();
    private final BuildOrder shop = OrderSamples.order("");
    private final DockerfileSteps steps = new DockerfileSteps(engine, installation, "n1");

    @TempDir
    Path directory;

    @AfterEach
    void removeEverything() {
        engine.containers()
                .list(Map.of())
                .forEach(container -> engine.containers().remove(container.id()));
        await().until(() -> {
            engine.images().list(Map.of()).forEach(image -> engine.images().remove(image.id()));
            return engine.images().list(Map.of()).isEmpty();
        });
        engine.networks().list().forEach(network -> engine.networks().remove(network.name()));
        engine.close();
    }

    @Test
    void imageRunsItsOwnEntrypointAndCommandUnderTheProjectsUser() {
        orders.tree = MemoryTree.of()
                .file("greeting.txt", "good morning")
                .file("secret.txt", "left out")
                .file(".dockerignore", "secret.*\n");
        String dockerfile = """
                ARG BASE=nothing
                FROM $BASE AS made
                ARG VERSION
                USER 0
                RUN echo "version $VERSION as $(id -u), token '$NPM_TOKEN'" > /version && ip addr >> /version
                FROM scratch
                COPY --from=made / /
                COPY . /app/
                EXPOSE 9000
                USER 0
                ENTRYPOINT ["sh", "-c"]
                CMD ["id -u; id -g; cat /version /app/greeting.txt; ls -a /app"]
                """;

        Outcome outcome = build(order(shop, dockerfile, Map.of("BASE", TINY, "VERSION", "7")));

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(outcome.image().port()).isEqualTo(9000);
        ImageDescription image =
                engine.images().inspect(outcome.image().imageId()).orElseThrow();
        assertThat(image.tags()).containsExactly(outcome.image().tag());
        assertThat(image.labels())
                .containsEntry("io.openshift.build.commit.id", "c0ffee")
                .containsEntry(OwnLabels.KIND, "build")
                .containsEntry("dev.slipway.project", shop.projectId());
        assertThat(said(image))
                .startsWith(OrderSamples.UID + "\n0\nversion 7 as 0, token ''\n")
                .contains("inet 10.208.4.", "good morning", "greeting.txt")
                .doesNotContain("secret.txt", ".slipway", ".dockerignore");
        assertThat(outcome.stages()).extracting("name").containsExactly("resolve", "dockerfile");
    }

    @Test
    void cacheIsTheProjectsOwnAndACleanBuildHasNone() {
        String dockerfile = "FROM " + TINY + "\nUSER 0\nRUN echo once > /once\n";
        assertThat(build(order(shop, dockerfile, Map.of())).reason()).isNull();
        assertThat(cached(order(shop, dockerfile, Map.of()))).isTrue();
        assertThat(cached(OrderSamples.dockerfile(shop, stage(dockerfile, Map.of()), true)))
                .isFalse();
        assertThat(cached(order(OrderSamples.order(""), dockerfile, Map.of()))).isFalse();
    }

    private boolean cached(BuildOrder order) {
        int before = orders.log().length();
        assertThat(build(order).reason()).as(orders.log()).isNull();
        return orders.log().substring(before).contains("Using cache");
    }

    @Test
    void firstStepThatFailsIsNamedWithWhatItSaid() {
        Outcome outcome = build(order(shop, "FROM " + TINY + "\nRUN echo broken; exit 4\nRUN echo never\n", Map.of()));

        assertThat(outcome.reason()).isEqualTo("DockerBuildFailed");
        assertThat(outcome.message()).isEqualTo("The step \"RUN echo broken; exit 4\" ended with exit code 4.");
        assertThat(outcome.evidence()).startsWith("RUN echo broken; exit 4").contains("broken");
        assertThat(nothingRuns()).isTrue();
        assertThat(build(order(shop, "FROM " + TINY + "\nCOPY missing /\n", Map.of()))
                        .message())
                .startsWith("The step \"COPY missing /\" failed: COPY failed: ")
                .contains("missing");
    }

    @Test
    void memoryDiskAndTimeEndABuildForTheirOwnReason() {
        String from = "FROM " + TINY + "\nUSER 0\n";
        assertThat(build(order(shop, from + "RUN dd if=/dev/zero of=/dev/null bs=400M count=1\n", Map.of()))
                        .reason())
                .isEqualTo("OutOfMemoryKilled");
        assertThat(build(order(shop, from + "RUN dd if=/dev/zero of=/big bs=1M count=64; sleep 60\n", Map.of()))
                        .reason())
                .isEqualTo("DiskLimitExceeded");
        String bySteps = from + "RUN dd if=/dev/zero of=/a bs=1M count=20\nRUN dd if=/dev/zero of=/b bs=1M count=20\n";
        assertThat(build(order(shop, bySteps + "RUN sleep 60\n", Map.of())).reason())
                .isEqualTo("DiskLimitExceeded");
        String atLast = from + "RUN dd if=/dev/zero of=/c bs=1M count=64\n";
        assertThat(build(order(shop, atLast, Map.of())).reason()).isEqualTo("DiskLimitExceeded");
        BuildOrder short1 = OrderSamples.order("", List.of(), 1500);
        assertThat(build(order(short1, from + "RUN sleep 60\n", Map.of())).reason())
                .isEqualTo("BuildTimeout");
        await().until(this::nothingRuns);
    }

    @Test
    void cancellationEndsTheStepThatRuns() throws Exception {
        BuildOrder order = order(shop, "FROM " + TINY + "\nRUN sleep 300\n", Map.of());
        Thread builder = Thread.ofVirtual().start(() -> run(order));
        await().until(() -> steps.containers(order).stream().anyMatch(ContainerStatus::running));

        Instant before = Instant.now();
        orders.cancelled = true;

        builder.join(Duration.ofSeconds(20));
        assertThat(orders.outcomes.remove().reason()).isEqualTo("Cancelled");
        await().until(this::nothingRuns);
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void otherProjectsImagesAndThoseThatAreNotHereAreNoBase() {
        Outcome mine = build(order(shop, "FROM " + TINY + "\nUSER 0\nRUN echo mine > /mine\n", Map.of()));
        BuildOrder stranger = OrderSamples.order("");
        String id = mine.image().imageId();
        String step = steps.images(shop).isEmpty()
                ? id
                : steps.images(shop).getFirst().id();

        for (String base : List.of(mine.image().tag(), id, id.substring(7, 19), step, "nowhere/none:1")) {
            Outcome outcome = build(order(stranger, "FROM " + base + "\n", Map.of()));
            assertThat(outcome.reason()).as(base).isEqualTo("BaseImageNotFound");
            assertThat(outcome.message()).contains(base, "line 1");
        }
        assertThat(build(order(stranger, "FROM " + TINY + "\nCOPY --from=" + id.substring(7) + " /mine /\n", Map.of()))
                        .reason())
                .isEqualTo("BaseImageNotFound");
        Outcome own = build(order(shop, "FROM " + mine.image().tag() + "\nRUN cat /mine\n", Map.of()));
        assertThat(own.reason()).as(orders.log()).isNull();
        assertThat(own.image().imageId()).isNotEqualTo(id);
    }

    @Test
    void newImageIsCheckedAsABuilderImagesResultIs() {
        BuildOrder checked = OrderSamples.checked(shop, new PostCommit(null, List.of("sh", "-c"), List.of("exit 3")));

        Outcome outcome = build(order(checked, "FROM " + TINY + "\n", Map.of()));

        assertThat(outcome.reason()).isEqualTo("PostCommitHookFailed");
        assertThat(engine.images().list(Map.of(OwnLabels.KIND, "build"))).isEmpty();
    }

    @Test
    void whatABuildLeftIsSweptAndImagesThatTheNextHasNoUseForGo() {
        BuildOrder order = order(shop, "FROM " + TINY + "\nUSER 0\nRUN echo a > /a\nRUN exit 1\n", Map.of());
        build(order);
        assertThat(steps.images(order)).hasSize(1);
        build(order(shop, "FROM " + TINY + "\nUSER 0\nRUN echo b > /b\n", Map.of()));
        assertThat(steps.images(order)).isEmpty();

        String large = "FROM " + TINY + "\nUSER 0\nRUN dd if=/dev/zero of=/a bs=1M count=31\nRUN exit 1\n";
        assertThat(build(order(shop, large, Map.of())).reason()).isEqualTo("DockerBuildFailed");
        orders.tree = MemoryTree.of("page");
        assertThat(build(order(shop, "FROM scratch\nCOPY page /\n", Map.of())).reason())
                .as("what an earlier build left is not this one's to answer for")
                .isNull();

        BuildOrder dead = order(shop, "FROM " + TINY + "\nRUN sleep 300\n", Map.of());
        engine.networks().ensure(new BuildNames(installation, "n1").network(dead));
        String left = engine.containers().create(spec(TINY, steps.labels(dead)));
        engine.containers().start(left);
        steps.sweep();
        assertThat(nothingRuns()).isTrue();
    }

    private boolean nothingRuns() {
        return engine.containers().list(Map.of(OwnLabels.KIND, "step")).isEmpty();
    }

    private static BuildOrder order(BuildOrder of, String dockerfile, Map<String, String> arguments) {
        return OrderSamples.dockerfile(of, stage(dockerfile, arguments), false);
    }

    private static DockerfileStage stage(String text, Map<String, String> arguments) {
        return new DockerfileStage("Dockerfile", text, null, arguments);
    }

    private Outcome build(BuildOrder order) {
        run(order);
        return orders.outcomes.remove();
    }

    private void run(BuildOrder order) {
        new BuildPipeline(
                        orders,
                        engine,
                        new MemoryHeldBuilds(),
                        BuilderMaker.NONE,
                        PipelineConfig.of(
                                installation,
                                "n1",
                                1,
                                null,
                                PipelineSamples.space(32L << 20),
                                directory.resolve("scratch")))
                .run(order);
    }

    private ContainerSpec spec(String image, Map<String, String> labels) {
        List<String> command = labels.isEmpty() ? null : List.of("sleep", "300");
        return SmallContainers.of(installation, "check", image, command, labels, "slipway-" + installation + "-p4");
    }

    private String said(ImageDescription image) {
        StringBuilder said = new StringBuilder();
        String container = engine.containers().create(spec(image.id(), Map.of()));
        engine.streams()
                .run(
                        container,
                        null,
                        (_, bytes, offset, length) ->
                                said.append(new String(bytes, offset, length, StandardCharsets.UTF_8)),
                        Duration.ofSeconds(30));
        return said.toString();
    }
}
