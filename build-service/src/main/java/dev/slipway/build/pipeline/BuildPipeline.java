package dev.slipway.build.pipeline;

import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.build.dependency.DependencyLayers;
import dev.slipway.build.pipeline.InstallDependencies.Wanted;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.DiskWatch;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.BuiltImage;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.build.StageTiming;
import dev.slipway.model.fault.KillPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The story of one build on a node: resolve the builder, find or make the layer that has the dependencies, make
/// the container, assemble, read the metadata, commit the image; and whatever happens, finish the log, tell the
/// platform how it ended and remove the container. A process that ends before that leaves a container that
/// assembles to its successor, which goes on from there.
final class BuildPipeline {
    private static final System.Logger LOG = System.getLogger(BuildPipeline.class.getName());

    private final BuildOrders orders;
    private final Engine engine;
    private final HeldBuilds held;
    private final PipelineConfig config;
    private final BuildNames names;
    private final DependencyLayers layers;

    BuildPipeline(BuildOrders orders, Engine engine, HeldBuilds held, PipelineConfig config) {
        this.orders = orders;
        this.engine = engine;
        this.held = held;
        this.config = config;
        this.names = new BuildNames(config.installation(), config.node());
        this.layers = new DependencyLayers(engine, config.installation(), config.dependencyBytes());
    }

    /// Returns when the build has ended and the platform knows, when the build is no longer ours, or when it is
    /// left to the next process.
    void run(BuildOrder order) {
        carry(Holding.begun(held, order), this::build);
    }

    /// Goes on with what an earlier process began; returns as {@link #run} does.
    void adopt(HeldBuild build, ContainerStatus container) {
        Holding holding = Holding.adopted(held, build);
        if (lost(build.order())) {
            remove(container.id());
            holding.forget();
        } else {
            carry(holding, work -> resume(work, container));
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
            Optional<Outcome> outcome = attempt(work, story);
            if (!told(work, outcome)) {
                return;
            }
            remove(work.container);
            holding.forget();
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
                case NONE, CANCELLED, DISK_FULL, LATE ->
                    Optional.of(new Outcome(work.order().epoch(), null, null, List.of(), image, work.stages.timings()));
            };
        } catch (RuntimeException e) {
            return brokenBy(e, work);
        }
    }

    private Optional<Outcome> brokenBy(RuntimeException cause, Work work) {
        Fate fate = work.watch.disarm();
        if (!work.handedOver() && (fate != Fate.NONE || !work.assembled)) {
            remove(work.container);
        }
        return switch (fate) {
            case LOST, STOPPED -> Optional.empty();
            case CANCELLED -> Optional.of(cancelled(work));
            case DISK_FULL -> Optional.of(failed(work, diskFull(work.log)));
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

    private BuiltImage build(Work work) {
        BuildOrder order = work.order();
        Builder builder = work.stages.run("resolve", () -> new ResolveBuilder(engine).of(order));
        Optional<String> layer = builder.dependencies()
                .flatMap(contract -> work.stages.run("dependencies", () -> dependencies(work, builder, contract)));
        boolean incremental = order.previousImage() != null && layer.isEmpty();
        if (order.previousImage() != null && layer.isPresent()) {
            work.log.line("Not incremental: the dependencies are in place.");
        }
        try (Scratch scratch = incremental ? Scratch.in(config.scratch()) : Scratch.NONE) {
            Optional<Path> artifacts = incremental
                    ? work.stages.run("save-artifacts", () -> artifacts(work, builder, scratch))
                    : Optional.empty();
            assemble(work, builder, layer, artifacts);
        }
        return image(work, builder);
    }

    private void assemble(Work work, Builder builder, Optional<String> layer, Optional<Path> artifacts) {
        BuildOrder order = work.order();
        work.container = work.stages.run("create", () -> assembling(order, builder, layer, artifacts.isPresent()));
        List<StageTiming> before = work.stages.timings();
        Instant since = Instant.now();
        Assemble assemble = new Assemble(orders, engine, config.caBundle());
        assembled(
                work,
                since,
                limit -> assemble.run(
                        order,
                        builder,
                        work.container,
                        artifacts,
                        work.log,
                        limit,
                        () -> work.holding.assembles(since, before)));
    }

    /// A layer may have been evicted since it was found.
    private String assembling(BuildOrder order, Builder builder, Optional<String> layer, boolean artifacts) {
        String image = layer.orElse(builder.image().id());
        try {
            return create(order, BuildContainer.assembling(order, builder, image, artifacts, names, config.dns()));
        } catch (EngineException gone) {
            if (layer.isEmpty() || gone.kind() != Kind.IMAGE_MISSING) {
                throw gone;
            }
            return assembling(order, builder, Optional.empty(), artifacts);
        }
    }

    /// A container that has ended took its time already.
    private BuiltImage resume(Work work, ContainerStatus container) {
        work.container = container.id();
        Builder builder = new ResolveBuilder(engine).of(work.order());
        Assemble assemble = new Assemble(orders, engine, config.caBundle());
        assembled(
                work,
                work.holding.build().assemblingSince(),
                left -> assemble.follow(
                        work.order(), work.container, work.log, container.running() ? left : config.commit()));
        return image(work, builder);
    }

    /// The image to assemble on, with what the source depends on.
    private Optional<String> dependencies(Work work, Builder builder, DependencyContract contract) {
        BuildOrder order = work.order();
        InstallDependencies install = new InstallDependencies(orders, engine, layers, config.caBundle());
        Optional<Wanted> wanted = install.wanted(order, builder, contract, work);
        Optional<String> layer = wanted.flatMap(known -> install.found(order, known, work.log));
        if (wanted.isEmpty() || layer.isPresent() || install.declined(order, wanted.get(), work.log)) {
            return layer;
        }
        return spared(work, "Dependencies are installed with the source: ", () -> {
            work.container = create(order, BuildContainer.installing(order, builder, contract, names, config.dns()));
            return bounded(work, () -> install.made(order, builder, wanted.get(), work));
        });
    }

    /// What the image of the build before saves, as a file in the scratch directory.
    private Optional<Path> artifacts(Work work, Builder builder, Scratch scratch) {
        if (builder.saveArtifacts().isEmpty()) {
            work.log.line("Not incremental: the builder image does not say where its scripts are.");
            return Optional.empty();
        }
        SaveArtifacts save = new SaveArtifacts(engine, config.diskBytes());
        return spared(work, "Not incremental: ", () -> {
            String script = builder.saveArtifacts().get();
            work.container = create(work.order(), BuildContainer.saving(work.order(), script, names, config.dns()));
            return bounded(work, () -> save.into(scratch.file("artifacts.tar"), work));
        });
    }

    /// A step in a container of its own that a build can do without: where the engine refuses something, the build
    /// goes on and its log says why. Whatever else ends it leaves the container to who ends the build.
    private <T> Optional<T> spared(Work work, String without, Supplier<Optional<T>> step) {
        Optional<T> result;
        try {
            result = step.get();
        } catch (EngineException refused) {
            if (brokenOff(refused)) {
                throw refused;
            }
            work.log.line(without + refused.getMessage() + ".");
            result = Optional.empty();
        }
        remove(work.container);
        work.container = null;
        return result;
    }

    private String create(BuildOrder order, ContainerSpec container) {
        engine.containers()
                .list(Map.of(BuildNames.BUILD, order.id()))
                .forEach(old -> engine.containers().remove(old.id()));
        if (order.epoch() > 1) {
            removeImages(order, "");
        }
        engine.networks().ensure(names.network(order));
        String id = engine.containers().create(container);
        KillPoint.CONTAINER_CREATED.reached();
        return id;
    }

    /// Of an attempt that died after its commit, or while the engine stored it: nobody was told of them, and nobody
    /// will be.
    private void removeImages(BuildOrder order, String except) {
        engine.images().list(Map.of(BuildNames.BUILD, order.id())).stream()
                .filter(old -> !old.id().equals(except))
                .forEach(old -> engine.images().remove(old.id()));
    }

    private void assembled(Work work, Instant since, Function<Duration, Integer> assemble) {
        work.stages.resume("assemble", since, () -> {
            assemble(work, assemble);
            return null;
        });
    }

    private void assemble(Work work, Function<Duration, Integer> assemble) {
        bounded(work, () -> {
            int exitCode = assemble.apply(work.holding.left());
            work.assembled = true;
            work.log.endLine();
            new Assemble(orders, engine, config.caBundle()).check(work.order(), work.container, exitCode, work.log);
            return null;
        });
    }

    /// What the container writes is measured while it runs and once more when it has ended.
    private <T> T bounded(Work work, Supplier<T> step) {
        Consumer<String> full = _ -> work.watch.befall(Fate.DISK_FULL);
        String container = work.container;
        T result;
        try (DiskWatch disk =
                new DiskWatch(engine.containers(), config.diskBytes(), () -> List.of(container), full).start()) {
            result = step.get();
            disk.look();
        }
        if (work.watch.fate() == Fate.DISK_FULL) {
            throw diskFull(work.log);
        }
        return result;
    }

    private FailedBuild diskFull(LogShipper log) {
        return new FailedBuild(
                FailureReason.DiskLimitExceeded,
                "The build wrote more than the " + (config.diskBytes() >> 20) + " MiB of disk that it may use.",
                log.evidence());
    }

    private BuiltImage image(Work work, Builder builder) {
        Map<String, String> labels = work.stages.run("metadata", () -> new ReadMetadata(engine).of(work.container));
        KillPoint.ARTEFACT_READ.reached();
        Duration left = work.holding.left();
        work.watch.limit(left.compareTo(config.commit()) < 0 ? config.commit() : left);
        return work.stages.run("commit", () -> commit(work, builder, labels));
    }

    private BuiltImage commit(Work work, Builder builder, Map<String, String> labels) {
        boolean adopted = work.holding.adopted();
        BuiltImage image = new CommitImage(engine, names).of(work.order(), builder, work.container, labels, adopted);
        KillPoint.IMAGE_COMMITTED.reached();
        if (adopted) {
            removeImages(work.order(), image.imageId());
        }
        work.log.line("Image " + image.tag());
        return image;
    }

    /// What stays behind is swept later by its labels. container null means none.
    private void remove(String container) {
        try {
            if (container != null) {
                engine.containers().remove(container);
            }
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.WARNING, "The build container " + container + " could not be removed", e);
        }
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
