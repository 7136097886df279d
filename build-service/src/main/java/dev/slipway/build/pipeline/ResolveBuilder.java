package dev.slipway.build.pipeline;

import dev.slipway.build.builder.BuilderMaker;
import dev.slipway.build.builder.BuilderRecipe;
import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks the builder image up and reads its contract; one that comes with the program is made when it is not there.
final class ResolveBuilder {
    private final Engine engine;
    private final BuilderMaker maker;

    ResolveBuilder(Engine engine, BuilderMaker maker) {
        this.engine = engine;
        this.maker = maker;
    }

    /// What has to be made before the build can begin; empty when nothing has, or when nobody here can.
    Optional<BuilderRecipe> unmade(BuildOrder order) {
        return present(order).isPresent() ? Optional.empty() : recipe(order);
    }

    /// Throws FailedBuild BuilderNotMade; EngineException INTERRUPTED where the build is ended meanwhile.
    void make(BuilderRecipe recipe, Consumer<String> told) {
        told.accept("The builder " + recipe.reference()
                + " is made at its first use, once on this node. That takes a minute or a few.");
        try {
            maker.make(recipe, told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.INTERRUPTED, "interrupted", e);
        }
    }

    /// Throws FailedBuild BuilderNotFound.
    ImageDescription image(BuildOrder order) {
        return present(order)
                .orElseThrow(() -> new FailedBuild(
                        FailureReason.BuilderNotFound,
                        "The image of builder " + order.builder() + " is not on the node that builds."));
    }

    /// What was made since the order was written has another name than the order says.
    private Optional<ImageDescription> present(BuildOrder order) {
        return engine.images()
                .inspect(order.builderImage())
                .or(() -> recipe(order).flatMap(recipe -> engine.images().inspect(maker.tag(recipe))));
    }

    private Optional<BuilderRecipe> recipe(BuildOrder order) {
        return maker.recipes().stream()
                .filter(recipe -> recipe.reference().equals(order.builder()))
                .findFirst();
    }

    /// Of a build whose scripts are known.
    Builder of(BuildOrder order, ScriptSources scripts) {
        return BuilderContract.read(image(order), scripts);
    }
}
