package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;

/// Looks the builder image up and reads its contract.
final class ResolveBuilder {
    private final Engine engine;

    ResolveBuilder(Engine engine) {
        this.engine = engine;
    }

    /// Throws FailedBuild BuilderNotFound.
    ImageDescription image(BuildOrder order) {
        return engine.images()
                .inspect(order.builderImage())
                .orElseThrow(() -> new FailedBuild(
                        FailureReason.BuilderNotFound,
                        "The image of builder " + order.builder() + " is not on the node that builds."));
    }

    /// Of a build whose scripts are known.
    Builder of(BuildOrder order, ScriptSources scripts) {
        return BuilderContract.read(image(order), scripts);
    }
}
