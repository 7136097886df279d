package dev.slipway.engine;

import dev.slipway.engine.Streams.Sink;
import java.io.InputStream;
import java.util.Map;

/// Images that the engine itself makes of a Dockerfile. Its steps run as root, with what the engine gives a container
/// by itself: the hardened profile is not theirs.
public interface ImageBuilds {

    /// Sends the context, a tar that has the Dockerfile in it, hands what the engine says to the sink as it comes, and
    /// returns how it ended. The container of a step that failed stays; it carries the labels of the image that
    /// the step stood on. Interruption ends the step that runs and removes its container: EngineException of kind
    /// INTERRUPTED. A context that breaks off is one of kind FAILED, and builds nothing.
    Result build(Recipe recipe, InputStream context, Sink sink);

    /// dockerfile is a path in the context; target the stage that becomes the image, null for the last one;
    /// arguments are those of ARG; labels go on the image, and with them the installation's; network is where steps
    /// run; limits are each step's. cached says that what earlier builds made of the same step may be used.
    record Recipe(
            String dockerfile,
            String target,
            Map<String, String> arguments,
            Map<String, String> labels,
            String tag,
            String network,
            int cpuMillis,
            int cpuShares,
            long memoryBytes,
            long shmBytes,
            boolean cached) {}

    /// How it ended.
    sealed interface Result {

        /// With the image of this id.
        record Built(String image) implements Result {}

        /// With what the engine says against the Dockerfile, or against one of its steps.
        record Refused(String message) implements Result {}
    }
}
