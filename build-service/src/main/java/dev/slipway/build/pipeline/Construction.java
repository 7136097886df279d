package dev.slipway.build.pipeline;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.builder.BuilderRecipe;
import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.build.dependency.DependencyLayers;
import dev.slipway.build.pipeline.InstallDependencies.Wanted;
import dev.slipway.engine.ContainerSpec;
import dev.slipway.engine.ContainerStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.BuiltImage;
import dev.slipway.model.build.StageTiming;
import dev.slipway.model.fault.KillPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// How an image is made on a node: make the builder where that was never done, resolve it and its scripts, find or
/// make the layer that has the dependencies, take what the build before saved, make the container, assemble, read
/// the metadata, commit the image, check it. The work knows at each time which container there is.
final class Construction {
    private final BuildOrders orders;
    private final Engine engine;
    private final PipelineConfig config;
    private final ResolveBuilder resolve;
    private final BuildNames names;
    private final DependencyLayers layers;
    private final BuildContainers containers;

    Construction(
            BuildOrders orders, Engine engine, BuilderMaker maker, BuildContainers containers, PipelineConfig config) {
        this.orders = orders;
        this.engine = engine;
        this.config = config;
        this.resolve = new ResolveBuilder(engine, maker);
        this.names = new BuildNames(config.installation(), config.node());
        this.layers = new DependencyLayers(engine, config.installation(), config.dependencyBytes());
        this.containers = containers;
    }

    /// Throws FailedBuild with the reason for which it failed; EngineException and UnreachableException where it is
    /// broken off.
    BuiltImage build(Work work) {
        BuildOrder order = work.order();
        Optional<BuilderRecipe> unmade = resolve.unmade(order);
        if (unmade.isPresent()) {
            work.stages.run("builder", () -> resolve.make(unmade.get(), work.log::line));
        }
        Builder builder = resolved(work);
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

    private Builder resolved(Work work) {
        BuildOrder order = work.order();
        ImageDescription image = work.stages.run("resolve", () -> resolve.image(order));
        Map<String, byte[]> fetched = new FetchScripts(orders).of(image, work);
        work.holding.fetched(fetched.keySet());
        return BuilderContract.read(image, ScriptSources.of(order, fetched));
    }

    private void assemble(Work work, Builder builder, Optional<String> layer, Optional<Path> artifacts) {
        BuildOrder order = work.order();
        work.container = work.stages.run("create", () -> assembling(order, builder, layer, artifacts.isPresent()));
        List<StageTiming> before = work.stages.timings();
        long log = work.log.settled(work.holding.left());
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
                        () -> work.holding.assembles(since, before, log)));
    }

    /// A layer may have been evicted since it was found.
    private String assembling(BuildOrder order, Builder builder, Optional<String> layer, boolean artifacts) {
        String image = layer.orElse(builder.image().id());
        try {
            return containers.create(
                    order, BuildContainer.assembling(order, builder, image, artifacts, names, config.dns()));
        } catch (EngineException gone) {
            if (layer.isEmpty() || gone.kind() != Kind.IMAGE_MISSING) {
                throw gone;
            }
            return assembling(order, builder, Optional.empty(), artifacts);
        }
    }

    /// Goes on with a container that an earlier process left; one that has ended took its time already.
    BuiltImage resume(Work work, ContainerStatus container) {
        work.container = container.id();
        ScriptSources scripts =
                ScriptSources.unpacked(work.order(), work.holding.build().fetched());
        Builder builder = resolve.of(work.order(), scripts);
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
        return containers.spared(work, "Dependencies are installed with the source: ", () -> {
            work.container =
                    containers.create(order, BuildContainer.installing(order, builder, contract, names, config.dns()));
            return containers.bounded(work, () -> install.made(order, builder, wanted.get(), work));
        });
    }

    /// What the image of the build before saves, as a file in the scratch directory.
    private Optional<Path> artifacts(Work work, Builder builder, Scratch scratch) {
        if (builder.saveArtifacts().isEmpty()) {
            work.log.line("Not incremental: the builder image does not say where its scripts are.");
            return Optional.empty();
        }
        SaveArtifacts save = new SaveArtifacts(engine, config.diskBytes());
        return containers.spared(work, "Not incremental: ", () -> {
            String script = builder.saveArtifacts().get();
            work.container =
                    containers.create(work.order(), BuildContainer.saving(work.order(), script, names, config.dns()));
            return containers.bounded(work, () -> save.into(scratch.file("artifacts.tar"), work));
        });
    }

    private void assembled(Work work, Instant since, Function<Duration, Integer> assemble) {
        work.stages.resume("assemble", since, () -> {
            assemble(work, assemble);
            return null;
        });
    }

    private void assemble(Work work, Function<Duration, Integer> assemble) {
        containers.bounded(work, () -> {
            int exitCode = assemble.apply(work.holding.left());
            work.assembled = true;
            work.log.endLine();
            new Assemble(orders, engine, config.caBundle()).check(work.order(), work.container, exitCode, work.log);
            return null;
        });
    }

    private BuiltImage image(Work work, Builder builder) {
        Map<String, String> labels = work.stages.run("metadata", () -> new ReadMetadata(engine).of(work.container));
        KillPoint.ARTEFACT_READ.reached();
        Duration left = work.holding.left();
        work.watch.limit(left.compareTo(config.commit()) < 0 ? config.commit() : left);
        BuiltImage image = work.stages.run("commit", () -> commit(work, builder, labels));
        if (work.order().postCommit() != null) {
            work.stages.run("post-commit", () -> check(work, image));
        }
        return image;
    }

    private BuiltImage commit(Work work, Builder builder, Map<String, String> labels) {
        boolean adopted = work.holding.adopted();
        BuiltImage image = new CommitImage(engine, names).of(work.order(), builder, work.container, labels, adopted);
        KillPoint.IMAGE_COMMITTED.reached();
        if (adopted) {
            containers.removeImages(work.order(), image.imageId());
        }
        work.log.line("Image " + image.tag());
        return image;
    }

    /// In a container that takes the place of the one that assembled.
    private Void check(Work work, BuiltImage image) {
        BuildOrder order = work.order();
        work.unchecked = image.imageId();
        work.holding.checks();
        containers.removeContainers(order);
        work.container = null;
        ContainerSpec container =
                BuildContainer.checking(order, order.postCommit(), image.imageId(), names, config.dns());
        work.container = containers.created(order, container);
        containers.bounded(work, () -> new CheckImage(engine).run(work));
        work.unchecked = null;
        return null;
    }
}
