package dev.slipway.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.source.MemoryTree;
import dev.slipway.engine.Engine;
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
import java.util.concurrent.CountDownLatch;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/// Scripts on web servers, on an engine and a platform in memory.
class FetchScriptsTest {
    private static final String BUILDER = "builders/any:1";
    private static final String SERVER = "https://example.org/s2i";

    private final MemoryMachine machine = new MemoryMachine();
    private final Engine engine = machine.engine("abcdef");
    private final MemoryOrders orders = new MemoryOrders();
    private final MemoryHeldBuilds held = new MemoryHeldBuilds();
    private final Map<String, String> unpacked = new TreeMap<>();
    private final CountDownLatch finish = new CountDownLatch(1);
    private volatile boolean waits;

    @Test
    void eachScriptComesFromTheUrlElseFromTheSourceElseFromTheImage() {
        builder("image:///usr/libexec/s2i");
        orders.tree = MemoryTree.of("app.sh")
                .file(".s2i/bin/assemble", "of the source")
                .file(".s2i/bin/run", "of the source");
        orders.served.put(SERVER + "/assemble", "of the server");

        Outcome outcome = build(order(SERVER, "assemble", "run"));

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(unpacked)
                .containsEntry("tmp/scripts/assemble", "of the server 755 " + OrderSamples.UID)
                .containsEntry("tmp/scripts/run", "of the source 755 " + OrderSamples.UID)
                .containsEntry("tmp/src/.s2i/bin/assemble", "of the source 664 " + OrderSamples.UID)
                .containsKey("tmp/src/app.sh")
                .doesNotContainKey("tmp/src/.s2i/bin/run");
        assertThat(command(outcome)).containsExactly("/tmp/scripts/run");
        assertThat(orders.log()).contains("Scripts from https://example.org/s2i: assemble\n");
        assertThat(outcome.stages()).extracting(StageTiming::name).startsWith("resolve", "scripts", "create");
    }

    @Test
    void urlThatHasNoneAndServerThatDoesNotSayFailTheBuild() {
        builder("image:///usr/libexec/s2i");

        failed(order(SERVER), "FetchScriptsFailed", "none of assemble, run, save-artifacts at " + SERVER);

        orders.serverFault = "example.org does not answer.";
        failed(order(SERVER), "FetchScriptsFailed", "example.org does not answer.");
    }

    @Test
    void directoryInTheImageHidesTheScriptsOfTheSource() {
        builder("image:///usr/libexec/s2i");
        orders.tree = MemoryTree.of("app.sh").file(".s2i/bin/run", "of the source");

        Outcome outcome = build(order("image:///opt/mine", "run"));

        assertThat(command(outcome)).containsExactly("/opt/mine/run");
        assertThat(unpacked).containsKey("tmp/src/.s2i/bin/run").doesNotContainKey("tmp/scripts/run");
        assertThat(orders.fetches).isEmpty();
    }

    @Test
    void imageThatNamesAWebServerGivesWhatTheSourceDoesNot() {
        builder(SERVER);
        orders.tree = MemoryTree.of("app.sh").file(".s2i/bin/run", "of the source");
        orders.served.put(SERVER + "/assemble", "of the server");
        orders.served.put(SERVER + "/run", "of the server");

        Outcome outcome = build(order(null, "run"));

        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(unpacked)
                .containsEntry("tmp/scripts/assemble", "of the server 755 " + OrderSamples.UID)
                .containsEntry("tmp/scripts/run", "of the source 755 " + OrderSamples.UID);
    }

    @Test
    void scriptThatIsNowhereIsMissedByName() {
        builder(SERVER);
        orders.served.put(SERVER + "/assemble", "of the server");

        failed(order(null), "InstallScriptsFailed", "has no run at " + SERVER);
    }

    @Test
    void sourceThatBringsWhatIsNeededAsksNobody() {
        builder(SERVER);
        orders.tree = MemoryTree.of("app.sh").file(".s2i/bin/assemble", "a").file(".s2i/bin/run", "r");

        assertThat(build(order(null, "assemble", "run")).reason()).isNull();
        assertThat(orders.fetches).isEmpty();
    }

    @Test
    void platformThatIsAwayIsWaitedFor() {
        builder("image:///usr/libexec/s2i");
        orders.served.put(SERVER + "/assemble", "of the server");
        orders.scriptsToRefuse.set(2);

        assertThat(build(order(SERVER)).reason()).isNull();
        assertThat(unpacked).containsKey("tmp/scripts/assemble");
    }

    @Test
    void nextProcessOfTheNodeKnowsWhereTheyAreWithoutFetchingThemAgain() {
        builder("image:///usr/libexec/s2i");
        orders.served.put(SERVER + "/run", "of the server");
        waits = true;
        orders.waiting.add(order(SERVER));
        Mortal first = new Mortal();
        worker(first.orders(orders), first.engine(engine)).start();
        await().until(() -> orders.log().contains("Assembling"));
        await().until(() -> held.load().getFirst().delivered());
        first.die();
        orders.served.clear();

        try (BuildWorker after = worker(orders, engine)) {
            after.start();
            finish.countDown();
            await().until(() -> !orders.outcomes.isEmpty());
        }

        Outcome outcome = orders.outcomes.remove();
        assertThat(outcome.reason()).as(orders.log()).isNull();
        assertThat(command(outcome)).containsExactly("/tmp/scripts/run");
        assertThat(orders.fetches).containsExactly(SERVER);
    }

    private BuildWorker worker(BuildOrders platform, Engine connection) {
        return new BuildWorker(
                platform, connection, held, BuilderMaker.NONE, PipelineSamples.config(Duration.ofSeconds(5)));
    }

    private static BuildOrder order(String url, String... scripts) {
        return OrderSamples.scripts(OrderSamples.order(BUILDER, List.of(scripts), 60_000), url);
    }

    private List<String> command(Outcome outcome) {
        return engine.images().inspect(outcome.image().imageId()).orElseThrow().command();
    }

    private void failed(BuildOrder order, String reason, String message) {
        Outcome outcome = build(order);

        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.message()).contains(message);
        assertThat(engine.containers().list(Map.of())).isEmpty();
    }

    private Outcome build(BuildOrder order) {
        new BuildPipeline(orders, engine, held, BuilderMaker.NONE, PipelineSamples.config(Duration.ofSeconds(5)))
                .run(order);
        return orders.outcomes.remove();
    }

    private void builder(String scriptsUrl) {
        machine.image(BUILDER, PipelineSamples.builder(scriptsUrl), this::assemble);
    }

    private int assemble(Program.Execution execution) throws IOException, InterruptedException {
        TarArchiveInputStream tar = new TarArchiveInputStream(execution.input());
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String text = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
            unpacked.put(
                    entry.getName(),
                    text + " " + Integer.toOctalString(entry.getMode() & 0777) + " " + entry.getLongUserId());
        }
        String script = execution.arguments().get(4);
        execution.output().write((Greeting.text(script) + "\n").getBytes(StandardCharsets.UTF_8));
        if (waits) {
            finish.await();
        }
        return 0;
    }
}
