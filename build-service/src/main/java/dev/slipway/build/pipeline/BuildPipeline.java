package dev.slipway.build.pipeline;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.sandbox.Sandboxes;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.BuiltImage;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One build on a node from its order to its end: the image is constructed, and whatever happens, the log is
/// finished, the platform told how it ended and the container removed. A process that ends before that leaves a
/// container that assembles to its successor, which goes on from there.
final class BuildPipeline implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BuildPipeline.class.getName());

    private final BuildOrders orders;
    private final HeldBuilds held;
    private final PipelineConfig config;
    private final BuildContainers containers;
    private final Construction construction;
    private final Sandboxes sandboxes;

    BuildPipeline(BuildOrders orders, Engine engine, HeldBuilds held, BuilderMaker maker, PipelineConfig config) {
        this.orders = orders;
        this.held = held;
        this.config = config;
        this.sandboxes =
                new Sandboxes(engine, config.installation(), config.node(), config.dns(), InstantSource.system());
        this.containers = new BuildContainers(engine, sandboxes, config);
        this.construction = new Construction(orders, engine, maker, containers, config);
    }

    /// Returns when the build has ended and the platform knows, when the build is no longer ours, or when it is
    /// left to the next process.
    void run(BuildOrder order) {
        carry(Holding.begun(held, order), construction::build);
    }

    /// Builds of an earlier process that go on keep their networks. Throws EngineException when the engine cannot be
    /// asked.
    void keepNetworks(List<HeldBuild> left) {
        sandboxes.adopt(left.stream()
                .map(HeldBuild::order)
                .collect(Collectors.toMap(
                        BuildNames::attempt, order -> order.network().number())));
    }

    /// From now on networks are kept for the builds that come next.
    void start() {
        sandboxes.start();
    }

    /// Removes containers that no build of this process works in, of those whose engine makes them by itself, and those
    /// that nobody waits in.
    void sweep() {
        construction.sweep();
        sandboxes.sweep();
    }

    @Override
    public void close() {
        sandboxes.close();
    }

    /// Goes on with what an earlier process began; returns as {@link #run} does.
    void adopt(HeldBuild build, ContainerStatus container) {
        Holding holding = Holding.adopted(held, build);
        if (lost(build.order())) {
            containers.remove(container.id());
            holding.forget();
            containers.abandonNetwork(build.order());
        } else {
            carry(holding, work -> construction.resume(work, container));
        }
    }

    /// Asked before anything is made of it. While the platform is away the build goes on.
    private boolean lost(BuildOrder order) {
        try {
            orders.heartbeat(order, new Heartbeat(order.epoch(), "assemble"));
            return false;
        } catch (LostBuildException e) {
            return true;
        } catch (UnreachableException e) {
            return false;
        }
    }

    private void carry(Holding holding, Function<Work, BuiltImage> story) {
        BuildOrder order = holding.order();
        try (Watch watch = new Watch(orders, order, config.heartbeat());
                LogShipper log = new LogShipper(orders, holding)) {
            Work work = new Work(holding, log, watch);
            try {
                if (told(work, attempt(work, story))) {
                    containers.removeAll(work);
                    holding.forget();
                }
            } finally {
                if (!work.handedOver()) {
                    containers.leaveNetwork(work);
                    construction.end(work);
                }
            }
        }
    }

    /// Whether nobody needs to go on with it.
    private boolean told(Work work, Optional<Outcome> outcome) {
        if (outcome.isEmpty()) {
            work.log.drop();
            return !work.handedOver();
        }
        work.log.close();
        return new Delivery(orders, work.watch).deliver(work.order(), outcome.get());
    }

    private Optional<Outcome> attempt(Work work, Function<Work, BuiltImage> story) {
        try {
            BuiltImage image = story.apply(work);
            return switch (work.watch.disarm()) {
                case LOST, STOPPED -> Optional.empty();
                case NONE, CANCELLED, DISK_FULL, LATE -> Optional.of(succeeded(work, image));
            };
        } catch (RuntimeException e) {
            return brokenBy(e, work);
        }
    }

    private static Outcome succeeded(Work work, BuiltImage image) {
        work.succeeded = true;
        return new Outcome(work.order().epoch(), null, null, List.of(), image, work.stages.timings());
    }

    private Optional<Outcome> brokenBy(RuntimeException cause, Work work) {
        Fate fate = work.watch.disarm();
        if (!work.handedOver() && (fate != Fate.NONE || !work.assembled)) {
            containers.remove(work.container);
        }
        if (work.unchecked != null) {
            containers.removeUnchecked(work);
        }
        return switch (fate) {
            case LOST, STOPPED -> Optional.empty();
            case CANCELLED -> Optional.of(cancelled(work));
            case DISK_FULL -> Optional.of(failed(work, containers.diskFull(work.log)));
            case LATE -> Optional.of(failed(work, Assemble.timedOut(work.order(), work.log)));
            case NONE -> brokenOff(cause) ? Optional.empty() : Optional.of(failed(work, cause));
        };
    }

    /// Neither the build's fault nor the platform's: somebody builds it again when our lease has lapsed.
    static boolean brokenOff(RuntimeException cause) {
        return cause instanceof UnreachableException
                || cause instanceof EngineException fault
                        && (fault.kind() == Kind.INTERRUPTED || fault.kind() == Kind.UNREACHABLE);
    }

    private static Outcome cancelled(Work work) {
        work.log.line("Cancelled.");
        return new Outcome(
                work.order().epoch(), "Cancelled", "The build was cancelled.", List.of(), null, work.stages.timings());
    }

    private static Outcome failed(Work work, RuntimeException cause) {
        FailedBuild failure = cause instanceof FailedBuild known ? known : generic(work.order(), cause);
        work.log.line(failure.getMessage());
        work.log.line(failure.reason().next());
        return new Outcome(
                work.order().epoch(),
                failure.reason().name(),
                failure.getMessage(),
                failure.evidence(),
                null,
                work.stages.timings());
    }

    private static FailedBuild generic(BuildOrder order, RuntimeException cause) {
        LOG.log(System.Logger.Level.ERROR, "Build " + order.id() + " failed", cause);
        return new FailedBuild(
                FailureReason.GenericBuildFailed, "The build could not be carried out: " + cause.getMessage());
    }
}
