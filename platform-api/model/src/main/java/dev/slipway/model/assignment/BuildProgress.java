package dev.slipway.model.assignment;

import dev.slipway.model.build.StageTiming;
import java.util.List;

/// What a node says of a build it holds. Every message carries the epoch; an older epoch is answered 409 and the
/// node drops the build.
public sealed interface BuildProgress {

    /// POST /node/v1/builds/{id}/heartbeats, every 3 s and at each new stage; renews the lease of 20 s.
    record Heartbeat(int epoch, String stage) implements BuildProgress {}

    /// The answer to a heartbeat.
    record Verdict(boolean cancelled) {}

    /// POST /node/v1/builds/{id}/outcome. reason null means success, and then image is set.
    /// reason is a name of FailureReason, or "Cancelled".
    record Outcome(
            int epoch, String reason, String message, List<String> evidence, BuiltImage image, List<StageTiming> stages)
            implements BuildProgress {}

    /// port is the first EXPOSEd one, or null; builderImage is the id of the image that assembled it, null from an
    /// older node.
    record BuiltImage(String imageId, String tag, Integer port, String builderImage) {

        /// Of a node that does not say what it was built with.
        public BuiltImage(String imageId, String tag, Integer port) {
            this(imageId, tag, port, null);
        }

        public BuiltImage with(String builder) {
            return new BuiltImage(imageId, tag, port, builder);
        }
    }
}
