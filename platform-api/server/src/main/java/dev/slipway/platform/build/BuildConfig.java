package dev.slipway.platform.build;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What may be asked for.
@ConfigMapping(prefix = "slipway.build")
public interface BuildConfig {

    /// Builds of one project that may wait at once. At least 1.
    @WithDefault("20")
    int queuedPerProject();
}
