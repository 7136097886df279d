package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.OwnLabels;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.engine.memory.Program;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.RuntimeStage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Builds in two stages on an engine in memory, for tests: a builder and a runtime image, and what was seen in them.
abstract class TwoStages {
    static final String BUILDER = "builders/fat:1";
    static final String RUNTIME = "builders/slim:1";
    static final String S2I = "/usr/libexec/s2i/";
    static final String URL = "io.openshift.s2i.scripts-url";
    static final String INPUT_FILES = "io.openshift.s2i.assemble-input-files";

    @TempDir
    Path scratch;

    final MemoryMachine machine = new MemoryMachine();
    final Engine engine = machine.engine("abcdef");
    final MemoryOrders orders = new MemoryOrders();
    final MemoryHeldBuilds held = new MemoryHeldBuilds();
    /// What the last container that assembled, and the last of the runtime image, read from their standard input.
    final Map<String, String> assembled = new TreeMap<>();

    final Map<String, String> taken = new TreeMap<>();
    Program assemble = TwoStages::makeDist;
    Program assembleRuntime = execution -> 0;
    int withoutGreeting = 2;
    ContainerSpec runtimeContainer;
    ContainerSpec checkContainer;
    String saved = "";

    @BeforeEach
    void images() {
        machine.image(BUILDER, PipelineSamples.builder("image:///usr/libexec/s2i"), this::ofBuilder);
        runtimeImage(Map.of(URL, "image:///usr/libexec/s2i", "io.k8s.description", "slim"), "1002");
    }

    void runtimeImage(Map<String, String> labels, String user) {
        runtimeImage(labels, user, List.of());
    }

    void runtimeImage(Map<String, String> labels, String user, List<String> onBuild) {
        ImageDescription description = new ImageDescription(
                "",
                List.of(),
                labels,
                Map.of("SLIM", "yes", "GREETING", "of the image"),
                user,
                "/srv",
                List.of("tini", "--"),
                List.of("usage"),
                List.of("9000/tcp"),
                onBuild,
                1);
        machine.image(RUNTIME, description, this::ofRuntime);
    }

    BuildOrder incremental(boolean clean) {
        return OrderSamples.runtime(OrderSamples.order(BUILDER), stage("/work/dist", true), clean);
    }

    static RuntimeStage stage(String artifacts, boolean incremental) {
        return new RuntimeStage("slim:1", RUNTIME, artifacts, incremental);
    }

    Outcome build(String artifacts) {
        return build(OrderSamples.runtime(OrderSamples.order(BUILDER), stage(artifacts, false), false));
    }

    Outcome build(BuildOrder order) {
        assembled.clear();
        orders.cancelled = false;
        new BuildPipeline(orders, engine, held, BuilderMaker.NONE, PipelineSamples.config(scratch)).run(order);
        return orders.outcomes.remove();
    }

    BuildWorker worker(BuildOrders platform, Engine connection) {
        return new BuildWorker(platform, connection, held, BuilderMaker.NONE, PipelineSamples.config(scratch));
    }

    void refused(String reason, String named) {
        Outcome outcome = build("/work/dist");
        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.message()).contains(named);
        assertThat(assembled).isEmpty();
        nothingIsLeft();
    }

    ImageDescription image(Outcome outcome) {
        return engine.images().inspect(outcome.image().imageId()).orElseThrow();
    }

    /// What follows the shell's text in the container of the runtime image.
    List<String> arguments() {
        return runtimeContainer.command().subList(4, runtimeContainer.command().size());
    }

    void nothingIsLeft() {
        assertThat(engine.containers().list(Map.of())).isEmpty();
        assertThat(held.load()).isEmpty();
        assertThat(scratch).isEmptyDirectory();
    }

    void noImageStays() {
        assertThat(engine.images().list(Map.of(OwnLabels.KIND, "build"))).isEmpty();
    }

    int ofBuilder(Program.Execution execution) throws IOException, InterruptedException {
        if (execution.arguments().getFirst().equals(S2I + "save-artifacts")) {
            execution.output().write(saved.getBytes(StandardCharsets.UTF_8));
            return 0;
        }
        read(execution.input(), assembled, execution);
        if (execution.arguments().contains(S2I + "assemble-dependencies")) {
            return 0;
        }
        greet(execution, execution.arguments().get(4));
        execution.write(ImageMetadata.PATH, json("\"by\":\"assemble\"},{\"asked\":\"of assemble\""));
        return assemble.run(execution);
    }

    private int ofRuntime(Program.Execution execution) throws IOException, InterruptedException {
        if (!execution.arguments().contains(AssembleRuntime.ARCHIVE)) {
            checkContainer = execution.spec();
            return 0;
        }
        runtimeContainer = execution.spec();
        read(execution.input(), taken, execution);
        if (assembleRuntime == null) {
            return withoutGreeting;
        }
        greet(execution, arguments().getFirst());
        execution.write(ImageMetadata.PATH, json("\"asked\":\"of assemble-runtime\""));
        return assembleRuntime.run(execution);
    }

    private static byte[] json(String labels) {
        return ("{\"labels\":[{" + labels + "}]}").getBytes(StandardCharsets.UTF_8);
    }

    private static void greet(Program.Execution execution, String script) throws IOException {
        execution.output().write((Greeting.text(script) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static int makeDist(Program.Execution execution) {
        execution.write("/work/dist/index.html", "hello".getBytes(StandardCharsets.UTF_8));
        execution.write("/work/dist/css/a.css", "a".getBytes(StandardCharsets.UTF_8));
        execution.write("/work/app.jar", "jar".getBytes(StandardCharsets.UTF_8));
        return 0;
    }

    static int hang(Program.Execution execution) throws InterruptedException {
        execution.awaitStop();
        return 0;
    }

    /// As tar does it: name to content and owner, of an archive in it the names of what it has.
    private static void read(InputStream input, Map<String, String> unpacked, Program.Execution execution)
            throws IOException {
        unpacked.clear();
        TarArchiveInputStream tar = new TarArchiveInputStream(input);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            byte[] content = tar.readAllBytes();
            boolean archive = entry.getName().startsWith("tmp/slipway-artifact");
            String said = archive ? names(content) : new String(content, StandardCharsets.UTF_8);
            unpacked.put(entry.getName(), said + " " + entry.getLongUserId());
            if (!archive) {
                execution.write("/" + entry.getName(), new byte[1]);
            }
        }
        input.readAllBytes();
    }

    private static String names(byte[] archive) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new java.io.ByteArrayInputStream(archive));
        StringBuilder names = new StringBuilder();
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            names.append(names.isEmpty() ? "" : " ").append(entry.getName());
        }
        return names.toString();
    }
}
