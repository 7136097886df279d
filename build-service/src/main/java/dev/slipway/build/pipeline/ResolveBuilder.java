package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;

/// Looks the builder image up and reads its contract.
final class ResolveBuilder {
    private final Engine engine;

    ResolveBuilder(Engine engine) {
        this.engine = engine;
    }

    Builder of(BuildOrder order) {
        return engine.images()
                .inspect(order.builderImage())
                .map(image -> BuilderContract.read(image, order.scripts()))
                .orElseThrow(() -> new FailedBuild(
                        FailureReason.BuilderNotFound,
                        "The image of builder " + order.builder() + " is not on the node that builds."));
    }
}
