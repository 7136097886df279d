package dev.slipway.build.queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How much of the nodes one project may take.
@ConfigMapping(prefix = "slipway.build")
public interface BuildLimits {

    /// Builds of one project that may run at once, on all nodes together. At least 1.
    @WithDefault("2")
    int runningPerProject();
}
