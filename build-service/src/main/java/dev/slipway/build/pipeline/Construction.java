package dev.slipway.build.pipeline;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.builder.BuilderRecipe;
import dev.slipway.build.cache.Cache;
import dev.slipway.build.cache.Caches;
import dev.slipway.build.dependency.DependencyLayers;
import dev.slipway.build.dockerfile.DockerfileSteps;
import dev.slipway.build.pipeline.ResolveBuilder.Found;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// How an image is made on a node: make the builder where that was never done, resolve it and its scripts, find or
/// make the layer that has the dependencies, take what the build before saved, make the container, assemble, read
/// the metadata, take the result into the runtime image where there is one, commit the image, check it. The work knows
/// at each time which container there is.
final class Construction {
    private final BuildOrders orders;
    private final Engine engine;
    private final PipelineConfig config;
    private final ResolveBuilder resolve;
    private final BuildNames names;
    private final InstallDependencies dependencies;
    private final Caches caches;
    private final BuildContainers containers;
    private final SecondStage secondStage;
    private final DockerfileSteps steps;

    Construction(
            BuildOrders orders, Engine engine, BuilderMaker maker, BuildContainers containers, PipelineConfig config) {
        this.orders = orders;
        this.engine = engine;
        this.config = config;
        this.resolve = new ResolveBuilder(engine, maker);
        this.names = new BuildNames(config.installation(), config.node());
        DependencyLayers layers = new DependencyLayers(
                engine, config.installation(), config.space().dependencies());
        this.dependencies = new InstallDependencies(orders, engine, layers, containers, config);
        this.caches = new Caches(
                engine,
                config.installation(),
                config.space().build(),
                config.space().caches(),
                Thread::startVirtualThread);
        this.containers = containers;
        this.secondStage = new SecondStage(engine, containers, layers, config);
        this.steps = new DockerfileSteps(engine, config.installation(), config.node());
    }

    /// Removes what builds of earlier processes left that are made of a Dockerfile.
    void sweep() {
        steps.sweep();
    }

    /// Throws FailedBuild with the reason for which it failed; EngineException and UnreachableException where it is
    /// broken off.
    BuiltImage build(Work work) {
        BuildOrder order = work.order();
        if (order.dockerfile() != null) {
            return checked(work, new BuildDockerfile(orders, engine, containers, config, steps).run(work));
        }
        Found found = resolve.find(order);
        for (BuilderRecipe unmade : resolve.unmade(order, found)) {
            work.stages.run("builder", () -> resolve.make(unmade, work.log::line));
        }
        for (String absent : resolve.absent(order)) {
            work.stages.run("pull", () -> resolve.pull(absent, work));
        }
        BuildImages images = resolved(work, found);
        Builder builder = images.builder();
        work.builder = builder.image().id();
        Optional<String> layer = builder.dependencies()
                .flatMap(contract -> work.stages.run("dependencies", () -> dependencies.of(work, builder, contract)));
        Optional<String> before = before(work, builder, layer);
        try (Scratch scratch = before.isPresent() ? Scratch.in(config.scratch()) : Scratch.NONE) {
            Optional<Path> artifacts = before.flatMap(
                    image -> work.stages.run("save-artifacts", () -> artifacts(work, builder, image, scratch)));
            assemble(work, builder, layer, artifacts);
        }
        return image(work, images, layer.isEmpty());
    }

    private BuildImages resolved(Work work, Found found) {
        BuildOrder order = work.order();
        ImageDescription builder = work.stages.run("resolve", () -> resolve.builder(order, found));
        Optional<ImageDescription> runtime = resolve.runtime(order, found);
        Map<String, byte[]> fetched = new FetchScripts(orders).of(builder, runtime, work);
        work.holding.fetched(fetched.keySet());
        return ResolveBuilder.judged(order, builder, runtime, ScriptSources.of(order, fetched));
    }

    /// The image whose save-artifacts gives what this build starts with; empty where it starts with nothing.
    private Optional<String> before(Work work, Builder builder, Optional<String> layer) {
        BuildOrder order = work.order();
        boolean oneStage = order.runtime() == null;
        if (oneStage ? order.previousImage() == null : !order.runtime().incremental() || order.clean()) {
            return Optional.empty();
        }
        if (layer.isPresent()) {
            work.log.line("Not incremental: the dependencies are in place.");
            return Optional.empty();
        }
        Optional<String> before = oneStage ? Optional.of(order.previousImage()) : secondStage.before(order, builder);
        if (before.isEmpty()) {
            work.log.line("Not incremental: this node has nothing of a build before of this branch and builder image.");
        }
        return before;
    }

    private void assemble(Work work, Builder builder, Optional<String> layer, Optional<Path> artifacts) {
        try (ComingSource source = ComingSource.of(orders, work.order(), builder, work.holding.left())) {
            work.container = work.stages.run("create", () -> created(work, builder, layer, artifacts.isPresent()));
            List<StageTiming> before = work.stages.timings();
            Instant since = work.stages.begin("assemble");
            // From here on a process that follows tells everything again.
            work.log.mark();
            Runnable unpacked = () -> {
                containers.named(work);
                work.holding.assembles(since, before, work.log.marked(work.holding.left()));
            };
            Assemble assemble = new Assemble(orders, engine, config.caBundle());
            assembled(
                    work,
                    since,
                    limit -> assemble.run(
                            work.order(), builder, work.container, source, artifacts, work.log, limit, unpacked),
                    Optional.of(builder));
        }
    }

    /// Where a layer has the dependencies there is nothing to look for beside it.
    private String created(Work work, Builder builder, Optional<String> layer, boolean artifacts) {
        Optional<Cache> cache = Optional.empty();
        if (layer.isPresent()) {
            caches.pass(work.order(), builder.image());
        } else {
            cache = cache(work, builder);
        }
        work.cache = cache.map(Cache::name).orElse(null);
        return assembling(work, builder, layer, cache, artifacts);
    }

    private Optional<Cache> cache(Work work, Builder builder) {
        try {
            return caches.take(work.order(), BuildNames.attempt(work.order()), builder.image(), work.log::line);
        } catch (EngineException refused) {
            if (BuildPipeline.brokenOff(refused)) {
                throw refused;
            }
            work.log.line("Without the cache: " + refused.getMessage() + ".");
            return Optional.empty();
        }
    }

    /// A layer may have been evicted since it was found.
    private String assembling(
            Work work, Builder builder, Optional<String> layer, Optional<Cache> cache, boolean artifacts) {
        String image = layer.orElse(builder.image().id());
        ContainerSpec container =
                BuildContainer.assembling(work.order(), builder, image, artifacts, names, config.dns());
        try {
            String created =
                    containers.create(work, cache.map(one -> one.in(container)).orElse(container));
            // A cache is one build's at a time.
            work.next = cache.isEmpty() ? BuildContainers.ofAnyBuild(container) : null;
            return created;
        } catch (EngineException gone) {
            if (layer.isEmpty() || gone.kind() != Kind.IMAGE_MISSING) {
                throw gone;
            }
            return assembling(work, builder, Optional.empty(), cache, artifacts);
        }
    }

    /// Goes on with a container that an earlier process left; one that has ended took its time already.
    BuiltImage resume(Work work, ContainerStatus container) {
        work.container = container.id();
        ScriptSources scripts =
                ScriptSources.unpacked(work.order(), work.holding.build().fetched());
        BuildImages images = resolve.of(work.order(), scripts);
        work.builder = images.builder().image().id();
        work.cache = caches.adopt(BuildNames.attempt(work.order()), container).orElse(null);
        Assemble assemble = new Assemble(orders, engine, config.caBundle());
        assembled(
                work,
                work.holding.build().assemblingSince(),
                left -> assemble.follow(
                        work.order(), work.container, work.log, container.running() ? left : config.commit()),
                Optional.empty());
        // Whether it stands on a layer is not known any more; what would be kept could be all of that.
        return image(work, images, false);
    }

    /// What the image of the build before saves, as a file in the scratch directory.
    private Optional<Path> artifacts(Work work, Builder builder, String before, Scratch scratch) {
        if (builder.saveArtifacts().isEmpty()) {
            work.log.line("Not incremental: the builder image does not say where its scripts are.");
            return Optional.empty();
        }
        SaveArtifacts save = new SaveArtifacts(engine, config.space().build());
        return containers.spared(work, "Not incremental: ", () -> {
            String script = builder.saveArtifacts().get();
            work.container =
                    containers.create(work, BuildContainer.saving(work.order(), before, script, names, config.dns()));
            return containers.bounded(work, () -> save.into(scratch.file("artifacts.tar"), work));
        });
    }

    private void assembled(Work work, Instant since, Function<Duration, Integer> assemble, Optional<Builder> fresh) {
        work.stages.resume("assemble", since, () -> {
            int exitCode = exitCode(work, assemble);
            if (exitCode != 0) {
                containers.measured(work);
            }
            leaveCache(work);
            AssembleLayered layered = new AssembleLayered(orders, engine);
            Optional<String> missing = fresh.flatMap(builder -> layered.missing(work, builder, exitCode));
            int last = missing.isEmpty() ? exitCode : layered(work, fresh.get(), layered, missing.get());
            new Assemble(orders, engine, config.caBundle()).check(work.order(), work.container, last, work.log);
            return null;
        });
    }

    /// When no container of the build is there any more, however it ended.
    void end(Work work) {
        leaveCache(work);
        if (work.cache != null) {
            caches.settle(work.cache);
        }
    }

    private void leaveCache(Work work) {
        if (work.cache != null) {
            caches.leave(work.cache, BuildNames.attempt(work.order()));
        }
    }

    private int exitCode(Work work, Function<Duration, Integer> assemble) {
        return containers.bounded(work, work.cache == null ? 0 : caches.room(), () -> {
            int exitCode = assemble.apply(work.holding.left());
            containers.named(work);
            work.assembled = true;
            work.log.endLine();
            return exitCode;
        });
    }

    private int layered(Work work, Builder builder, AssembleLayered layered, String missing) {
        work.log.line("The builder image has no " + missing
                + ": source and scripts are put into a container of it, and nothing of the build before.");
        work.assembled = false;
        work.next = null;
        work.container = null;
        work.container = containers.create(work, BuildContainer.layered(work.order(), builder, names, config.dns()));
        return exitCode(work, limit -> layered.run(work, builder, limit));
    }

    /// startable says that there is no layer that the next build starts with.
    private BuiltImage image(Work work, BuildImages images, boolean startable) {
        Map<String, String> labels = new LinkedHashMap<>(metadata(work));
        KillPoint.ARTEFACT_READ.reached();
        containers.measured(work);
        images.runtime().ifPresent(runtime -> {
            boolean keep = startable && work.order().runtime().incremental();
            secondStage.run(work, images.builder(), runtime, keep);
            labels.putAll(metadata(work));
        });
        Duration left = work.holding.left();
        work.watch.limit(left.compareTo(config.commit()) < 0 ? config.commit() : left);
        BuiltImage image = work.stages
                .run("commit", () -> commit(work, images.base(), labels))
                .with(images.builder().image().id());
        return checked(work, image);
    }

    private BuiltImage checked(Work work, BuiltImage image) {
        if (work.order().postCommit() != null) {
            work.stages.run("post-commit", () -> check(work, image));
        }
        return image;
    }

    private Map<String, String> metadata(Work work) {
        return work.stages.run("metadata", () -> new ReadMetadata(engine).of(work.container));
    }

    private BuiltImage commit(Work work, Base base, Map<String, String> labels) {
        boolean adopted = work.holding.adopted();
        BuiltImage image = new CommitImage(engine, names).of(work.order(), base, work.container, labels, adopted);
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
        work.holding.letsGo();
        containers.removeOthers(work);
        work.container = null;
        ContainerSpec container =
                BuildContainer.checking(order, order.postCommit(), image.imageId(), names, config.dns());
        work.container = containers.created(work, container);
        containers.bounded(work, () -> new CheckImage(engine).run(work));
        work.unchecked = null;
        return null;
    }
}
