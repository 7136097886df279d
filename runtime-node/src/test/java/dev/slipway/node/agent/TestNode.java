package dev.slipway.node.agent;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.InstallationLabel;
import dev.slipway.engine.memory.MemoryMachine;
import dev.slipway.engine.memory.Program;
import dev.slipway.model.application.Probe;
import dev.slipway.model.assignment.NodeRegistration;
import dev.slipway.node.image.ImageStore;
import dev.slipway.node.image.MemoryImageStore;
import dev.slipway.node.network.Bridge;
import dev.slipway.node.network.LoopbackForward;
import dev.slipway.node.network.Resolvers;
import dev.slipway.node.network.TenantNetworks;
import dev.slipway.node.platform.InMemoryControlPlane;
import dev.slipway.node.probe.Greeting;
import dev.slipway.node.probe.ProbeResult;
import dev.slipway.node.probe.Prober;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// One node on an in-memory engine, with a platform and a router to look at. Its agent can be started again and
/// again over the same containers.
final class TestNode implements AutoCloseable {
    static final String SERVING = "serving:1";
    static final String CRASHING = "crashing:1";
    static final String WRITING = "writing:1";
    static final String HUNGRY = "hungry:1";
    static final String WAITING = "waiting:1";
    static final String STUBBORN = "stubborn:1";

    final InMemoryControlPlane platform = new InMemoryControlPlane();
    final MemoryMachine machine = new MemoryMachine()
            .image(SERVING, TestNode::serve)
            .image(CRASHING, TestNode::crash)
            .image(WRITING, TestNode::write)
            .image(HUNGRY, TestNode::starve)
            .image(WAITING, this::waitForCrash)
            .image(STUBBORN, TestNode::stay);
    final ImageStore images = new MemoryImageStore();
    final AtomicInteger stopsToRefuse = new AtomicInteger();
    final Engine engine = new RefusingEngine(machine.engine("test"), stopsToRefuse);
    final CountDownLatch crash = new CountDownLatch(1);
    volatile RecordingRouterFeed feed = new RecordingRouterFeed();
    volatile ProbeResult health = ProbeResult.WELL;
    volatile Greeting greeting = Greeting.ANSWERED;
    private final Path home;
    private Agent agent;

    TestNode(Path home) throws IOException {
        this.home = home;
        Files.writeString(home.resolve("credential"), "secret");
    }

    /// What a killed process leaves is what a closed one leaves: containers and the file.
    TestNode startAgain() throws InterruptedException {
        close();
        feed = new RecordingRouterFeed();
        Routes routes = new Routes(feed);
        TenantNetworks networks = new TenantNetworks(
                engine.networks(),
                "test",
                new Resolvers(List.of()),
                LoopbackForward.NONE,
                bridges -> routes.listen(bridges.stream().map(Bridge::gateway).toList()));
        agent = new Agent(
                platform,
                engine,
                networks,
                new FixedProber(),
                routes,
                feed,
                new DesiredStateFile(home.resolve("desired-state"), home.resolve("credential")),
                "test",
                1 << 20,
                images,
                added -> new NodeRegistration(
                        1800,
                        1L << 30,
                        "memory 1",
                        "0.1.0",
                        List.of(),
                        List.of(),
                        added == null ? null : BuilderOffers.added(added, engine.images()::inspect)));
        agent.start();
        return this;
    }

    /// An image of this installation, whose containers serve; its id.
    String ownImage(String name) {
        String tag = "slipway-test/" + name;
        Map<String, String> labels = Map.of(InstallationLabel.NAME, "test");
        ImageDescription description = new ImageDescription(
                "", List.of(), labels, Map.of(), "1001", "", List.of(), List.of(), List.of(), List.of(), 0);
        machine.image(tag, description, TestNode::serve);
        return engine.images().inspect(tag).orElseThrow().id();
    }

    List<ContainerStatus> containers() {
        return engine.containers().list(Labels.ALL_INSTANCES);
    }

    private final class FixedProber implements Prober {
        @Override
        public ProbeResult ask(Probe probe, String address, Integer port) {
            return health;
        }

        @Override
        public Greeting greet(String address, int port) {
            return greeting;
        }
    }

    private static int serve(Program.Execution run) throws IOException, InterruptedException {
        run.output().write("serving\n".getBytes(StandardCharsets.UTF_8));
        run.awaitStop();
        return 0;
    }

    /// More than the 1 MiB it may, and on when asked to end.
    private static int write(Program.Execution run) throws IOException, InterruptedException {
        run.output().write("unpacking\n".getBytes(StandardCharsets.UTF_8));
        run.write("/work/large", new byte[2 << 20]);
        return stay(run);
    }

    /// Longer than anybody waits for its end.
    private static int stay(Program.Execution run) throws InterruptedException {
        run.awaitStop();
        Thread.sleep(Duration.ofHours(1));
        return 0;
    }

    private static int crash(Program.Execution run) throws IOException {
        run.errors().write("cannot open the database\n".getBytes(StandardCharsets.UTF_8));
        return 3;
    }

    private static int starve(Program.Execution run) {
        run.runOutOfMemory();
        return 0;
    }

    private int waitForCrash(Program.Execution run) throws InterruptedException {
        crash.await();
        return 1;
    }

    @Override
    public void close() {
        if (agent != null) {
            agent.close();
        }
    }
}
