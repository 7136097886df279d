package dev.slipway.model.application;

import dev.slipway.model.resource.Resources;
import java.time.Duration;

/// What a build of this application may use, and how builds follow each other. timeout 10 s to 2 h; user is
/// "project": its own uid; runPolicy is that of applications from before there was a choice where it is null.
public record BuildSettings(
        boolean incremental, Duration timeout, Resources resources, String user, RunPolicy runPolicy) {
    public BuildSettings {
        runPolicy = runPolicy == null ? RunPolicy.SERIAL_LATEST_ONLY : runPolicy;
    }
}
