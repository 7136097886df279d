package dev.slipway.model.assignment;

import dev.slipway.model.build.StageTiming;
import java.util.List;

/// What a node says of a build it holds. Every message carries the epoch; an older epoch is answered 409 and the
/// node drops the build.
public sealed interface BuildProgress {

    /// POST /node/v1/builds/{id}/heartbeats, every 3 s and at each new stage; renews the lease of 15 s.
    record Heartbeat(int epoch, String stage) implements BuildProgress {}

    /// The answer to a heartbeat.
    record Verdict(boolean cancelled) {}

    /// POST /node/v1/builds/{id}/outcome. reason null means success, and then image is set.
    /// reason is a name of FailureReason, or "Cancelled".
    record Outcome(
            int epoch, String reason, String message, List<String> evidence, BuiltImage image, List<StageTiming> stages)
            implements BuildProgress {}

    /// port is the first EXPOSEd one, or null.
    record BuiltImage(String imageId, String tag, Integer port) {}
}
