package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.Engine;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.engine.memory.Program;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Incremental builds on an engine in memory: what the image before saves is there when the next one assembles.
class SaveArtifactsTest {
    private static final String BUILDER = "builders/any:1";
    private static final String SAVE = "/usr/libexec/s2i/save-artifacts";

    @TempDir
    Path scratch;

    private final MemoryMachine machine = new MemoryMachine();
    private final Engine engine = machine.engine("abcdef");
    private final MemoryOrders orders = new MemoryOrders();
    private final Map<String, String> unpacked = new TreeMap<>();
    private Program save = execution -> 127;
    private String before;

    @BeforeEach
    void imageOfTheBuildBefore() {
        machine.image(BUILDER, PipelineSamples.builder("image:///usr/libexec/s2i"), this::script);
        before = build(OrderSamples.order(BUILDER)).image().imageId();
        unpacked.clear();
    }

    @Test
    void withoutAnImageOfABuildBeforeTheBuildIsCleanSilently() {
        assertThat(build(OrderSamples.order(BUILDER)).reason()).isNull();

        assertThat(unpacked).doesNotContainKey("tmp/artifacts.tar");
        assertThat(orders.log()).doesNotContain("ncremental");
    }

    @Test
    void whatWasSavedTravelsUnreadAndTheSourceFollows() {
        save = execution -> {
            execution.errors().write("saving\n".getBytes(StandardCharsets.UTF_8));
            execution.output().write("saved".getBytes(StandardCharsets.UTF_8));
            return 0;
        };

        assertThat(incremental().reason()).isNull();

        assertThat(unpacked)
                .containsEntry("tmp/artifacts.tar", "saved " + OrderSamples.UID)
                .containsKeys("dev/shm/slipway/environment", "tmp/src/app.sh");
        assertThat(orders.log()).contains("saving\n", "Incremental: with what the image of the build before saved.");
        assertThat(scratch).isEmptyDirectory();
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    @Test
    void scriptHasTheImagesEnvironmentAloneAndTheUserOfTheBuild() {
        AtomicReference<ContainerSpec> container = new AtomicReference<>();
        save = execution -> {
            container.set(execution.spec());
            return 0;
        };

        incremental();

        assertThat(container.get().environment()).isEmpty();
        assertThat(container.get().uid()).isEqualTo(OrderSamples.UID);
        assertThat(container.get().image()).isEqualTo(before);
    }

    @Test
    void whateverIsWrongTheBuildStartsWithNothing() {
        saves("has no save-artifacts", execution -> 127);
        saves("ended with exit code 2", execution -> 2);
        saves("wrote nothing", execution -> 0);
        saves("wrote more than 1 MiB", execution -> {
            execution.output().write(new byte[2 << 20]);
            return 0;
        });
    }

    @Test
    void cancelledWhileItSavesLeavesNothingBehind() {
        save = execution -> {
            orders.cancelled = true;
            execution.awaitStop();
            return 0;
        };

        assertThat(incremental().reason()).isEqualTo("Cancelled");

        assertThat(scratch).isEmptyDirectory();
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    @Test
    void imageThatIsGoneIsNoFailureOfTheBuild() {
        before = "sha256:gone";

        assertThat(incremental().reason()).isNull();
        assertThat(orders.log()).contains("Not incremental: ");
    }

    private void saves(String complaint, Program program) {
        save = program;
        unpacked.clear();

        assertThat(incremental().reason()).isNull();

        assertThat(orders.log()).contains(complaint);
        assertThat(unpacked).containsKey("tmp/src/app.sh").doesNotContainKey("tmp/artifacts.tar");
        assertThat(scratch).isEmptyDirectory();
    }

    private Outcome incremental() {
        return build(OrderSamples.incremental(OrderSamples.order(BUILDER), before));
    }

    private Outcome build(BuildOrder order) {
        PipelineConfig config = PipelineSamples.config(scratch);
        new BuildPipeline(orders, engine, new MemoryHeldBuilds(), BuilderMaker.NONE, config).run(order);
        return orders.outcomes.remove();
    }

    private int script(Program.Execution execution) throws IOException, InterruptedException {
        String script = execution.arguments().stream()
                .filter(word -> word.startsWith("/usr/libexec/s2i/"))
                .findFirst()
                .orElseThrow();
        if (script.equals(SAVE)) {
            return save.run(execution);
        }
        TarArchiveInputStream tar = new TarArchiveInputStream(execution.input());
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String text = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
            unpacked.put(entry.getName(), text + " " + entry.getLongUserId());
        }
        execution.output().write((Greeting.text(script) + "\n").getBytes(StandardCharsets.UTF_8));
        return 0;
    }
}
