package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Images.ImageConfiguration;
import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.engine.OwnLabels;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.BuiltImage;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the image of the container that has assembled: runs the run script under the own ENTRYPOINT of the image that
/// it stands on, and USER, with the open environment and nothing of the closed one.
final class CommitImage {
    private final Engine engine;
    private final BuildNames names;

    CommitImage(Engine engine, BuildNames names) {
        this.engine = engine;
        this.names = names;
    }

    /// adopted means that an earlier process of this node may have stored it already.
    BuiltImage of(BuildOrder order, Base base, String container, Map<String, String> askedLabels, boolean adopted) {
        try {
            String tag = names.tag(order);
            Optional<String> made = adopted ? made(order, tag) : Optional.empty();
            String image = made.orElseGet(
                    () -> engine.images().commit(container, configuration(order, base, askedLabels), tag));
            return new BuiltImage(image, tag, base.port());
        } catch (EngineException e) {
            if (BuildPipeline.brokenOff(e)) {
                throw e;
            }
            throw new FailedBuild(
                    FailureReason.ContainerCommitFailed, "The image could not be stored: " + e.getMessage());
        }
    }

    /// The tag comes last, so it is whole.
    private Optional<String> made(BuildOrder order, String tag) {
        return engine.images().list(Map.of(OwnLabels.BUILD, order.id())).stream()
                .filter(image -> image.tags().contains(tag))
                .map(ImageDescription::id)
                .findFirst();
    }

    private ImageConfiguration configuration(BuildOrder order, Base base, Map<String, String> askedLabels) {
        Map<String, String> environment = new LinkedHashMap<>(base.image().environment());
        environment.putAll(BuildVariables.open(order));
        return new ImageConfiguration(
                List.of(base.run()),
                base.image().entrypoint(),
                base.image().user(),
                environment,
                ImageLabels.of(order, base, askedLabels, names));
    }
}
