package dev.slipway.platform.build;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What may be asked for.
@ConfigMapping(prefix = "slipway.build")
public interface BuildConfig {

    /// Builds of one project that may wait at once. At least 1.
    @WithDefault("20")
    int queuedPerProject();

    /// Of each application, how many of its newest builds are kept with their logs; those of releases that can be
    /// deployed stay in any case. At least 1.
    @WithDefault("100")
    int keep();

    /// How many builds at once may be under way because their builder's image has changed. At least 0: none.
    @WithDefault("2")
    int builderChangesAtATime();
}
