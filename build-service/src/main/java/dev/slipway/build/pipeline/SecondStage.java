package dev.slipway.build.pipeline;

import dev.slipway.build.cache.BranchKey;
import dev.slipway.build.dependency.DependencyLayers;
import dev.slipway.build.dependency.DependencyLayers.Ground;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.model.assignment.BuildOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Takes what was assembled into the runtime image. For that the container that assembled makes room for one of the
/// runtime image. The result lacks what the next incremental build starts with, so that container is kept as an image
/// beside the dependency layers, which come and go like it.
final class SecondStage {
    private final Engine engine;
    private final BuildContainers containers;
    private final DependencyLayers layers;
    private final BuildNames names;
    private final PipelineConfig config;

    SecondStage(Engine engine, BuildContainers containers, DependencyLayers layers, PipelineConfig config) {
        this.engine = engine;
        this.containers = containers;
        this.layers = layers;
        this.names = new BuildNames(config.installation(), config.node());
        this.config = config;
    }

    /// The image of the container in which the build before assembled; empty where there is none.
    Optional<String> before(BuildOrder order, Builder builder) {
        return layers.find(order, key(order, builder));
    }

    /// Returns when the work's container is one of the runtime image that has everything. keep says that the next
    /// build shall be able to start with what the one that assembled has. Throws FailedBuild.
    void run(Work work, Builder builder, RuntimeImage runtime, boolean keep) {
        FetchArtifacts fetch =
                new FetchArtifacts(engine, containers, config.space().build());
        try (Scratch scratch = Scratch.in(config.scratch())) {
            List<Path> archives = work.stages.run("artifacts", () -> fetch.of(work, runtime, scratch));
            if (keep && builder.saveArtifacts().isPresent()) {
                work.stages.run("keep", () -> kept(work, builder));
            }
            work.holding.letsGo();
            containers.removeOthers(work);
            work.container = null;
            work.container = containers.created(
                    work, BuildContainer.assemblingRuntime(work.order(), runtime, names, config.dns()));
            AssembleRuntime assemble = new AssembleRuntime(engine, config.caBundle());
            work.stages.run(
                    "assemble-runtime", () -> containers.bounded(work, () -> assemble.run(work, runtime, archives)));
        }
    }

    private void kept(Work work, Builder builder) {
        try {
            Ground alone = Ground.fresh(builder.image(), Optional.empty());
            layers.keep(work.order(), key(work.order(), builder), builder.image(), alone, work.container);
        } catch (EngineException refused) {
            if (BuildPipeline.brokenOff(refused)) {
                throw refused;
            }
            work.log.line("The next build cannot be incremental: " + refused.getMessage() + ".");
        }
    }

    /// Of the application, the branch and the builder image.
    private static String key(BuildOrder order, Builder builder) {
        return "assembled-"
                + new BranchKey(
                                builder.image().id(),
                                order.application(),
                                order.commit().ref())
                        .text();
    }
}
