package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.build.dependency.DependencyLayers;
import dev.slipway.engine.Engine;
import dev.slipway.engine.ForwardingEngine;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.Networks;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.engine.memory.Program;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.source.SourceTree.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A builder that declares its lock file, on an engine in memory: which scripts run, on which image, with which
/// files.
class InstallDependenciesTest {
    private static final String BUILDER = "builders/nodejs:1";
    private static final String INSTALL = "/usr/libexec/s2i/assemble-dependencies";
    private static final String ASSEMBLE = "/usr/libexec/s2i/assemble";

    private final MemoryMachine machine = new MemoryMachine();
    private final Engine engine = machine.engine("abcdef");
    private final MemoryOrders orders = new MemoryOrders();
    private final PipelineConfig config = PipelineSamples.config(Duration.ofSeconds(5));
    private final List<String> ran = new ArrayList<>();
    private final Map<String, String> installed = new TreeMap<>();
    private final BuildOrder order = OrderSamples.order(BUILDER);
    private BuildPipeline pipeline = pipeline();
    private final List<String> grounds = new ArrayList<>();
    private int exitCode;
    private int exitCodeOnTop;

    @BeforeEach
    void sourceWithALockFile() {
        declared("");
        orders.tree = orders.tree.file("lock.json", "{}").file("package.json", "{}");
    }

    @Test
    void installingSeesTheDeclaredFilesAndVariablesAndNothingElse() {
        assertThat(build(order).reason()).isNull();

        assertThat(ran).containsExactly(INSTALL, ASSEMBLE);
        assertThat(installed.keySet())
                .containsExactly(
                        "dev/shm/slipway/", "dev/shm/slipway/environment", "tmp/src/lock.json", "tmp/src/package.json");
        assertThat(installed.get("dev/shm/slipway/environment"))
                .contains("GREETING='hello'", "NPM_TOKEN=")
                .doesNotContain("TINY");
        assertThat(orders.log()).contains("Dependencies are installed apart");
    }

    @Test
    void sameFilesOfTheSameBranchAreInstalledOnce() {
        build(order);
        orders.tree = orders.tree.file("app.sh", "another source");

        Outcome second = build(OrderSamples.later(order, "main", false));

        assertThat(ran).containsExactly(INSTALL, ASSEMBLE, ASSEMBLE);
        assertThat(orders.log()).contains("Dependencies are those of an earlier build: lock.json, package.json");
        ImageDescription image =
                engine.images().inspect(second.image().imageId()).orElseThrow();
        assertThat(image.labels()).containsEntry("dev.slipway.kind", "build");
        assertThat(image.environment()).containsEntry("GREETING", "hello");
    }

    @Test
    void filesWhoseContentsTheOrderTellsAreNotReadToFindTheLayer() {
        Map<String, String> told = Map.of("lock.json", "a1", "package.json", "b2", "app.sh", "c3");
        build(OrderSamples.telling(order, told));
        orders.tree = orders.tree.file("lock.json", "nobody reads this");

        build(OrderSamples.telling(order, Map.of("lock.json", "a1", "package.json", "b2", "app.sh", "d4")));
        assertThat(ran).containsExactly(INSTALL, ASSEMBLE, ASSEMBLE);
        assertThat(orders.log()).contains("Dependencies are those of an earlier build: lock.json, package.json");

        build(OrderSamples.telling(order, Map.of("lock.json", "e5", "package.json", "b2")));
        assertThat(ran).endsWith(INSTALL, ASSEMBLE);
    }

    @Test
    void anotherLockFileAnotherBranchAndACleanBuildInstallAnew() {
        build(order);
        build(OrderSamples.later(order, "feature", false));
        build(OrderSamples.later(order, "main", true));
        orders.tree = orders.tree.file("lock.json", "{\"changed\":true}");
        build(OrderSamples.later(order, "main", false));

        assertThat(ran.stream().filter(INSTALL::equals)).hasSize(4);
    }

    @Test
    void withoutALockFileTheBuildIsAsS2iSays() {
        orders.tree = orders.tree.without("lock.json");

        assertThat(build(order).reason()).isNull();

        assertThat(ran).containsExactly(ASSEMBLE);
        assertThat(orders.log()).contains("none of lock.json is a plain file");
    }

    @Test
    void sourceWithAnAssembleScriptOfItsOwnIsBuiltAsS2iSays() {
        orders.tree = orders.tree.file(".s2i/bin/assemble", "#!/bin/sh");

        build(OrderSamples.order(BUILDER, List.of("assemble"), 60_000));

        assertThat(ran).containsExactly("/tmp/scripts/assemble");
    }

    @Test
    void whatDeclinedIsNotAskedAgain() {
        exitCode = 3;
        build(order);
        build(OrderSamples.later(order, "main", false));
        build(OrderSamples.later(order, "main", true));

        assertThat(ran).containsExactly(INSTALL, ASSEMBLE, ASSEMBLE, INSTALL, ASSEMBLE);
    }

    @Test
    void lockFileThatIsNoPlainFileIsNotTrusted() {
        orders.tree = orders.tree.without("lock.json").with("lock.json", Kind.LINK, "package.json");

        assertThat(build(order).reason()).isNull();

        assertThat(ran).containsExactly(ASSEMBLE);
    }

    @Test
    void layerThatIsGoneWhenItIsNeededIsNoFailure() {
        build(order);
        pipeline = new BuildPipeline(
                orders, new EvictingEngine(engine), new MemoryHeldBuilds(), BuilderMaker.NONE, config);

        assertThat(build(OrderSamples.later(order, "main", false)).reason()).isNull();

        assertThat(ran).containsExactly(INSTALL, ASSEMBLE, ASSEMBLE);
    }

    /// Lets go of every layer before a container is made of it.
    private record EvictingEngine(Engine engine) implements ForwardingEngine {
        @Override
        public Networks networks() {
            DependencyLayers.removeOf(engine, 4);
            return engine.networks();
        }
    }

    @Test
    void whereInstallingAloneFailsAssembleDoesIt() {
        exitCode = 1;

        assertThat(build(order).reason()).isNull();

        assertThat(ran).containsExactly(INSTALL, ASSEMBLE);
        assertThat(orders.log()).contains("installing them alone ended with exit code 1");
        assertThat(engine.images().list(Map.of("dev.slipway.kind", "dependencies")))
                .isEmpty();
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    @Test
    void whatDiffersIsInstalledOnTopOfTheLayerBefore() {
        declared("lock.json");
        build(order);
        ImageDescription first = layers().getFirst();

        build(changed("main"));

        assertThat(grounds).containsExactly(builder(), first.id());
        assertThat(orders.log()).contains("Only what differs is installed, on top of those of an earlier build.");
        assertThat(layers()).hasSize(2);
    }

    @Test
    void otherFilesVariablesBranchesAndCleanBuildsAreInstalledAfresh() {
        declared("lock.json");
        build(order);

        build(changed("feature"));
        orders.tree = orders.tree.file("package.json", "{\"other\":1}");
        build(changed("main"));
        orders.tree = orders.tree.file("lock.json", "{\"changed\":3}");
        build(OrderSamples.later(order, "main", true));

        assertThat(grounds).containsOnly(builder()).hasSize(4);
    }

    @Test
    void whereItFailsOnTopItIsDoneAfresh() {
        declared("lock.json");
        build(order);
        exitCodeOnTop = 4;

        build(changed("main"));

        assertThat(ran).containsExactly(INSTALL, ASSEMBLE, INSTALL, INSTALL, ASSEMBLE);
        assertThat(grounds.getLast()).isEqualTo(builder());
        assertThat(orders.log())
                .contains(
                        "Dependencies are installed afresh: installing them on top of earlier ones ended with exit code 4");
    }

    @Test
    void whatDeclinesOnTopIsNotTriedAfresh() {
        declared("lock.json");
        build(order);
        exitCodeOnTop = 3;

        build(changed("main"));

        assertThat(ran).containsExactly(INSTALL, ASSEMBLE, INSTALL, ASSEMBLE);
        assertThat(orders.log()).contains("installing them alone ended with exit code 3");
    }

    private BuildOrder changed(String branch) {
        orders.tree = orders.tree.file("lock.json", "{\"changed\":" + grounds.size() + "}");
        return OrderSamples.later(order, branch, false);
    }

    private List<ImageDescription> layers() {
        return engine.images().list(Map.of("dev.slipway.kind", "dependencies"));
    }

    private String builder() {
        return engine.images().inspect(BUILDER).orElseThrow().id();
    }

    private void declared(String growing) {
        builder(Map.of(
                "io.openshift.s2i.scripts-url",
                "image:///usr/libexec/s2i",
                DependencyContract.LOCKS,
                "lock.json",
                DependencyContract.FILES,
                "package.json",
                DependencyContract.VARIABLES,
                "GREET*,NPM_TOKEN",
                DependencyContract.GROWING,
                growing));
    }

    private BuildPipeline pipeline() {
        return new BuildPipeline(orders, engine, new MemoryHeldBuilds(), BuilderMaker.NONE, config);
    }

    private Outcome build(BuildOrder build) {
        pipeline.run(build);
        return orders.outcomes.remove();
    }

    private void builder(Map<String, String> labels) {
        ImageDescription description = new ImageDescription(
                "",
                List.of(),
                labels,
                Map.of("PATH", "/bin"),
                "1001",
                "/work",
                List.of("container-entrypoint"),
                List.of("usage"),
                List.of("8080/tcp"),
                List.of(),
                1);
        machine.image(BUILDER, description, this::script);
    }

    private int script(Program.Execution execution) throws IOException {
        String script = execution.arguments().getLast();
        ran.add(script);
        TarArchiveInputStream tar = new TarArchiveInputStream(execution.input());
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (script.equals(INSTALL)) {
                installed.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        execution.output().write((Greeting.text(script) + "\n").getBytes(StandardCharsets.UTF_8));
        if (!script.equals(INSTALL)) {
            return 0;
        }
        grounds.add(execution.spec().image());
        return grounds.getLast().equals(builder()) ? exitCode : exitCodeOnTop;
    }
}
