package dev.slipway.build.pipeline;

import dev.slipway.build.FailedBuild;
import dev.slipway.engine.DiskWatch;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.BuiltImage;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.fault.KillPoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The story of one build on a node: resolve the builder, make its container, assemble, read the metadata, commit the
/// image; and whatever happens, remove the container, finish the log and tell the platform how it ended.
final class BuildPipeline {
    private static final System.Logger LOG = System.getLogger(BuildPipeline.class.getName());

    private final BuildOrders orders;
    private final Engine engine;
    private final PipelineConfig config;
    private final BuildNames names;

    BuildPipeline(BuildOrders orders, Engine engine, PipelineConfig config) {
        this.orders = orders;
        this.engine = engine;
        this.config = config;
        this.names = new BuildNames(config.installation(), config.node());
    }

    /// Returns when the build has ended and the platform knows, or when the build is no longer ours.
    void run(BuildOrder order) {
        long deadline =
                System.nanoTime() + Duration.ofMillis(order.timeoutMillis()).toNanos();
        try (Watch watch = new Watch(orders, order, config.heartbeat());
                LogShipper log = new LogShipper(orders, order)) {
            Stages stages = new Stages(watch);
            Optional<Outcome> outcome = attempt(order, log, watch, stages, deadline);
            if (outcome.isEmpty()) {
                log.drop();
            } else {
                log.close();
                new Delivery(orders, watch).deliver(order, outcome.get());
            }
        }
    }

    private Optional<Outcome> attempt(BuildOrder order, LogShipper log, Watch watch, Stages stages, long deadline) {
        try {
            BuiltImage image = build(order, log, watch, stages, deadline);
            return switch (watch.disarm()) {
                case LOST, STOPPED -> Optional.empty();
                case NONE, CANCELLED, DISK_FULL, LATE ->
                    Optional.of(new Outcome(order.epoch(), null, null, List.of(), image, stages.timings()));
            };
        } catch (RuntimeException e) {
            return switch (brokenOff(e) && watch.disarm() == Fate.NONE ? Fate.STOPPED : watch.disarm()) {
                case LOST, STOPPED -> Optional.empty();
                case CANCELLED -> Optional.of(cancelled(order, log, stages));
                case DISK_FULL -> Optional.of(failed(order, log, stages, diskFull(log)));
                case LATE -> Optional.of(failed(order, log, stages, Assemble.timedOut(order, log)));
                case NONE -> Optional.of(failed(order, log, stages, e));
            };
        }
    }

    /// Neither the build's fault nor the platform's: somebody builds it again when our lease has lapsed.
    static boolean brokenOff(RuntimeException cause) {
        return cause instanceof UnreachableException
                || cause instanceof EngineException fault
                        && (fault.kind() == Kind.INTERRUPTED || fault.kind() == Kind.UNREACHABLE);
    }

    private BuiltImage build(BuildOrder order, LogShipper log, Watch watch, Stages stages, long deadline) {
        Builder builder = stages.run("resolve", () -> new ResolveBuilder(engine).of(order));
        String container = stages.run("create", () -> create(order, builder));
        try {
            stages.run("assemble", () -> {
                assemble(order, builder, container, log, watch, left(deadline));
                return null;
            });
            Map<String, String> labels = stages.run("metadata", () -> new ReadMetadata(engine).of(container));
            KillPoint.ARTEFACT_READ.reached();
            watch.limit(left(deadline).compareTo(config.commit()) < 0 ? config.commit() : left(deadline));
            return stages.run("commit", () -> commit(order, builder, container, labels, log));
        } finally {
            watch.disarm();
            remove(container);
        }
    }

    private String create(BuildOrder order, Builder builder) {
        engine.containers()
                .list(Map.of(BuildNames.BUILD, order.id()))
                .forEach(old -> engine.containers().remove(old.id()));
        if (order.epoch() > 1) {
            removeImages(order);
        }
        engine.networks().ensure(names.network(order));
        String container = engine.containers().create(BuildContainer.spec(order, builder, names, config.dns()));
        KillPoint.CONTAINER_CREATED.reached();
        return container;
    }

    /// Of an attempt that died after its commit: nobody was told of them, and nobody will be.
    private void removeImages(BuildOrder order) {
        engine.images()
                .list(Map.of(BuildNames.BUILD, order.id()))
                .forEach(old -> engine.images().remove(old.id()));
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(deadline - System.nanoTime());
    }

    /// What it wrote is measured while it runs and once more when it has ended.
    private void assemble(
            BuildOrder order, Builder builder, String container, LogShipper log, Watch watch, Duration limit) {
        Consumer<String> full = _ -> watch.befall(Fate.DISK_FULL);
        try (DiskWatch disk =
                new DiskWatch(engine.containers(), config.diskBytes(), () -> List.of(container), full).start()) {
            new Assemble(orders, engine, config.caBundle()).run(order, builder, container, log, limit);
            disk.look();
        }
        if (watch.fate() == Fate.DISK_FULL) {
            throw diskFull(log);
        }
    }

    private FailedBuild diskFull(LogShipper log) {
        return new FailedBuild(
                FailureReason.DiskLimitExceeded,
                "The build wrote more than the " + (config.diskBytes() >> 20) + " MiB of disk that it may use.",
                log.evidence());
    }

    private BuiltImage commit(
            BuildOrder order, Builder builder, String container, Map<String, String> labels, LogShipper log) {
        BuiltImage image = new CommitImage(engine, names).of(order, builder, container, labels);
        KillPoint.IMAGE_COMMITTED.reached();
        log.line("Image " + image.tag());
        return image;
    }

    /// What stays behind is swept later by its labels.
    private void remove(String container) {
        try {
            engine.containers().remove(container);
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.WARNING, "The build container " + container + " could not be removed", e);
        }
    }

    private static Outcome cancelled(BuildOrder order, LogShipper log, Stages stages) {
        log.line("Cancelled.");
        return new Outcome(order.epoch(), "Cancelled", "The build was cancelled.", List.of(), null, stages.timings());
    }

    private static Outcome failed(BuildOrder order, LogShipper log, Stages stages, RuntimeException cause) {
        FailedBuild failure = cause instanceof FailedBuild known ? known : generic(order, cause);
        List<String> evidence = failure.evidence();
        log.line(failure.getMessage());
        log.line(failure.reason().next());
        return new Outcome(
                order.epoch(), failure.reason().name(), failure.getMessage(), evidence, null, stages.timings());
    }

    private static FailedBuild generic(BuildOrder order, RuntimeException cause) {
        LOG.log(System.Logger.Level.ERROR, "Build " + order.id() + " failed", cause);
        return new FailedBuild(
                FailureReason.GenericBuildFailed, "The build could not be carried out: " + cause.getMessage());
    }
}
