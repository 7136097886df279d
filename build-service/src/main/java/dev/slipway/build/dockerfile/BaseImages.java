package dev.slipway.build.dockerfile;

import dev.slipway.build.dockerfile.Dockerfile.Base;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.OwnLabels;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.util.List;
import java.util.Map;

/// The images that a Dockerfile may stand on: those that are in the engine of the node and belong to nobody, such as
/// builder images, and the project's own. An engine that does not find one would go and ask a registry, from outside
/// of every project's network; so nothing is built before all are there.
public final class BaseImages {
    private static final String BUILDER = "dev.slipway.builder.name";
    private static final int SHOWN = 30;

    private final Engine engine;

    public BaseImages(Engine engine) {
        this.engine = engine;
    }

    /// The size of the largest, in bytes; 0 where it stands on nothing. Throws FailedBuild BaseImageNotFound, also for
    /// another project's, and ManageDockerfileFailed for one that has instructions of its own for who builds on it.
    public long check(BuildOrder order, List<Base> bases) {
        return bases.stream()
                .mapToLong(base -> allowed(order, base).bytes())
                .max()
                .orElse(0);
    }

    private ImageDescription allowed(BuildOrder order, Base base) {
        ImageDescription image = engine.images()
                .inspect(base.reference())
                .filter(found ->
                        order.projectId().equals(found.labels().getOrDefault(OwnLabels.PROJECT, order.projectId())))
                .orElseThrow(() -> absent(base));
        if (!image.onBuild().isEmpty()) {
            throw new FailedBuild(
                    FailureReason.ManageDockerfileFailed,
                    "The image " + base.reference() + " on line " + base.line()
                            + " of the Dockerfile has ONBUILD instructions, which are not supported.",
                    image.onBuild());
        }
        return image;
    }

    private FailedBuild absent(Base base) {
        return new FailedBuild(
                FailureReason.BaseImageNotFound,
                "The image " + base.reference() + " on line " + base.line()
                        + " of the Dockerfile is not on the node that"
                        + " builds, or is not this project's. Nothing is fetched from a registry.",
                builders());
    }

    /// What could be used instead.
    private List<String> builders() {
        return engine.images().list(Map.of()).stream()
                .filter(image ->
                        image.labels().containsKey(BUILDER) && !image.labels().containsKey(OwnLabels.PROJECT))
                .flatMap(image -> image.tags().stream())
                .sorted()
                .limit(SHOWN)
                .toList();
    }
}
