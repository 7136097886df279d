package dev.slipway.model.application;

import dev.slipway.model.resource.Resources;
import java.time.Duration;

/// What a build of this application may use. timeout 10 s to 2 h; user is "project": its own uid.
public record BuildSettings(boolean incremental, Duration timeout, Resources resources, String user) {}
