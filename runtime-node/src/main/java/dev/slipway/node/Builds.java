package dev.slipway.node;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.pipeline.BuildWorker;
import dev.slipway.build.pipeline.PipelineConfig;
import dev.slipway.build.pipeline.PipelineConfig.Space;
import dev.slipway.engine.Engine;
import dev.slipway.model.assignment.NodeRegistration.Welcome;
import dev.slipway.node.agent.Agent;
import dev.slipway.node.platform.HttpBuildOrders;
import dev.slipway.node.platform.PlatformHttp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Runs builds beside the agent, from the platform's first welcome on: it says how many at once. None are run
/// when it says 0.
final class Builds implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final NodeConfig config;
    private final Engine engine;
    private final PlatformHttp http;
    private final Agent agent;
    private final BuilderMaker maker;
    private final Thread thread = Thread.ofVirtual().name("builds").unstarted(this::startWhenWelcome);
    private BuildWorker worker;
    private boolean closed;

    Builds(NodeConfig config, Engine engine, PlatformHttp http, Agent agent, BuilderMaker maker) {
        this.config = config;
        this.engine = engine;
        this.http = http;
        this.agent = agent;
        this.maker = maker;
    }

    void start() {
        thread.start();
    }

    private void startWhenWelcome() {
        try {
            Optional<Welcome> welcome = agent.welcome();
            while (welcome.isEmpty()) {
                Thread.sleep(LOOK);
                welcome = agent.welcome();
            }
            startWorker(welcome.get().buildSlots());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void startWorker(int slots) {
        if (closed || slots < 1) {
            return;
        }
        Path caBundle = config.build().caBundle().orElse(null);
        String node = config.node().name();
        worker = new BuildWorker(
                new HttpBuildOrders(
                        http,
                        node,
                        UUID.randomUUID().toString(),
                        config.network().addresses()::place),
                engine,
                new HeldBuildFiles(
                        config.home().resolve("node").resolve("builds"),
                        config.node().credentialFile()),
                maker,
                PipelineConfig.of(
                        config.installation(),
                        node,
                        slots,
                        caBundle,
                        new Space(
                                config.node().disk().value(),
                                config.build().dependencyLayers().value(),
                                config.build().caches().value()),
                        config.home().resolve("node").resolve("scratch")));
        worker.start();
    }

    /// Lets go of builds under way and returns when that is done: the next process of this node adopts them.
    @Override
    public synchronized void close() {
        closed = true;
        thread.interrupt();
        if (worker != null) {
            worker.close();
        }
    }
}
