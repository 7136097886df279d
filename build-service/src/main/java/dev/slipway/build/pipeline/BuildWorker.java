package dev.slipway.build.pipeline;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.model.assignment.BuildOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Claims builds from the platform and runs them, as many at once as the node has slots. What an earlier process of
/// this node left is adopted where that is possible; else it is removed, and those builds come again when their
/// leases end. While the engine is away nothing is claimed.
public final class BuildWorker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BuildWorker.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final BuildOrders orders;
    private final Engine engine;
    private final HeldBuilds held;
    private final PipelineConfig config;
    private final BuildPipeline pipeline;
    private final Leftovers leftovers;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    public BuildWorker(BuildOrders orders, Engine engine, HeldBuilds held, BuilderMaker maker, PipelineConfig config) {
        this.orders = orders;
        this.engine = engine;
        this.held = held;
        this.config = config;
        this.pipeline = new BuildPipeline(orders, engine, held, maker, config);
        this.leftovers = new Leftovers(engine, config.node());
    }

    /// Returns at once; the work is done on threads of its own.
    public synchronized void start() {
        spawn("builds", this::open);
    }

    private synchronized void spawn(String name, Runnable work) {
        if (!closed) {
            threads.add(Thread.ofVirtual().name(name).start(work));
        }
    }

    private void open() {
        List<Remains> left = remains();
        Scratch.sweep(config.scratch());
        left.forEach(build -> leftovers.begin(build.build().order().id()));
        pipeline.start();
        for (int slot = 0; slot < Math.max(config.slots(), left.size()); slot++) {
            Optional<Remains> first = slot < left.size() ? Optional.of(left.get(slot)) : Optional.empty();
            boolean sweeps = slot == 0;
            boolean claims = slot < config.slots();
            spawn("build-" + slot, () -> {
                first.ifPresent(this::adopt);
                loop(claims, sweeps);
            });
        }
        // Only now: what goes on has leases that end, and the engine takes its time for each container.
        sweep();
    }

    private void sweep() {
        leftovers.sweep();
        pipeline.sweep();
    }

    /// What can be adopted; the rest is forgotten.
    private List<Remains> remains() {
        while (!closed) {
            try {
                List<HeldBuild> before = held.load();
                List<Remains> adoptable =
                        Remains.of(before, leftovers.containers(), container -> Opening.of(engine, container)).stream()
                                .filter(this::whole)
                                .toList();
                List<HeldBuild> kept = adoptable.stream().map(Remains::build).toList();
                before.stream().filter(build -> !kept.contains(build)).forEach(held::forget);
                pipeline.keepNetworks(kept);
                return adoptable;
            } catch (EngineException e) {
                LOG.log(System.Logger.Level.DEBUG, "the builds of an earlier process are not seen for now", e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return List.of();
    }

    private boolean whole(Remains remains) {
        String build = remains.build().order().id();
        Optional<String> broken = remains.broken();
        LOG.log(
                System.Logger.Level.INFO,
                broken.map(why -> "Build " + build + " of an earlier process cannot be adopted: " + why)
                        .orElse("Build " + build + " of an earlier process is adopted"));
        return broken.isEmpty();
    }

    private void adopt(Remains remains) {
        try {
            pipeline.adopt(remains.build(), remains.container());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "An adopted build's pipeline failed", e);
        } finally {
            end(remains.build().order().id());
        }
    }

    private void loop(boolean claims, boolean sweeps) {
        while (claims && !closed) {
            try {
                engine.ping();
                Optional<BuildOrder> order = orders.claim(config.claimWait());
                order.ifPresent(this::run);
                if (sweeps && !closed) {
                    sweep();
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
            end(order.id());
        }
    }

    /// When this process stops, what it leaves is not for it to sweep.
    private void end(String build) {
        if (!closed) {
            leftovers.end(build);
        }
    }

    /// Lets go of the builds under way and returns when that is done. Containers that have their whole input run on
    /// for the next process of this node; others are removed.
    @Override
    public void close() {
        List<Thread> running;
        synchronized (this) {
            closed = true;
            running = List.copyOf(threads);
        }
        running.forEach(Thread::interrupt);
        for (Thread thread : running) {
            try {
                thread.join(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        pipeline.close();
    }
}
