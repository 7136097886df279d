package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.model.assignment.BuildOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Claims builds from the platform and runs them, as many at once as the node has slots. What a dead process of this
/// node left behind is removed at the start; its builds come again when their leases end. While the engine is away
/// nothing is claimed.
public final class BuildWorker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BuildWorker.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final BuildOrders orders;
    private final Engine engine;
    private final PipelineConfig config;
    private final BuildPipeline pipeline;
    private final Leftovers leftovers;
    private final List<Thread> slots = new ArrayList<>();
    private volatile boolean closed;

    public BuildWorker(BuildOrders orders, Engine engine, PipelineConfig config) {
        this.orders = orders;
        this.engine = engine;
        this.config = config;
        this.pipeline = new BuildPipeline(orders, engine, config);
        this.leftovers = new Leftovers(engine, config.node());
    }

    /// Returns at once; the work is done on threads of its own.
    public synchronized void start() {
        leftovers.sweep();
        for (int slot = 0; slot < config.slots(); slot++) {
            boolean sweeps = slot == 0;
            slots.add(Thread.ofVirtual().name("build-" + slot).start(() -> loop(sweeps)));
        }
    }

    private void loop(boolean sweeps) {
        while (!closed) {
            try {
                engine.check();
                Optional<BuildOrder> order = orders.claim(config.claimWait());
                order.ifPresent(this::run);
                if (sweeps) {
                    leftovers.sweep();
                }
            } catch (InterruptedException e) {
                return;
            } catch (UnreachableException | EngineException e) {
                LOG.log(System.Logger.Level.DEBUG, "no build is claimed for now", e);
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "A build's pipeline failed", e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void run(BuildOrder order) {
        leftovers.begin(order.id());
        try {
            pipeline.run(order);
        } finally {
            leftovers.end(order.id());
        }
    }

    /// Ends the builds under way, removes their containers, and returns when that is done.
    @Override
    public synchronized void close() {
        closed = true;
        slots.forEach(Thread::interrupt);
        for (Thread slot : slots) {
            try {
                slot.join(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
