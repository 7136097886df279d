package dev.slipway.node;

import dev.slipway.engine.Engine;
import dev.slipway.engine.docker.DockerEngine;
import dev.slipway.model.process.ProcessLog;
import dev.slipway.model.process.Rest;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.jboss.logmanager.formatters.PatternFormatter;

/// The node process: the one holder of the engine on a machine. Runs instances and builds, feeds the router.
public final class NodeMain {
    private static final System.Logger LOG = System.getLogger(NodeMain.class.getName());

    private NodeMain() {}

    /// Runs until SIGTERM; containers outlive it.
    public static void main(String[] arguments) throws InterruptedException {
        ProcessLog.toStandardError(Level.INFO, new PatternFormatter(ProcessLog.LINE));
        Rest.begin();
        AutoCloseable node = start(NodeConfig.load());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node, ended), "node-shutdown"));
        ended.await();
    }

    /// Starts the node and returns what ends it; containers keep running then. Throws EngineException when the
    /// engine does not answer, IllegalStateException when tenants cannot be kept apart.
    private static AutoCloseable start(NodeConfig config) throws InterruptedException {
        Engine engine = DockerEngine.connect(config.engine().socket(), config.installation());
        try {
            RunningNode node = RunningNode.start(config, engine);
            LOG.log(System.Logger.Level.INFO, "node {0} runs", config.node().name());
            return () -> {
                node.close();
                engine.close();
            };
        } catch (RuntimeException | InterruptedException failure) {
            engine.close();
            throw failure;
        }
    }

    private static void close(AutoCloseable node, CountDownLatch ended) {
        try {
            node.close();
        } catch (Exception failure) {
            LOG.log(System.Logger.Level.WARNING, "the node did not end well", failure);
        } finally {
            ended.countDown();
        }
    }
}
