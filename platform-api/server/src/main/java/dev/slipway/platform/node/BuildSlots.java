package dev.slipway.platform.node;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What a node is told about builds.
@ConfigMapping(prefix = "slipway.build")
public interface BuildSlots {

    /// Builds that one node runs at once. At least 1.
    @WithDefault("2")
    int slots();
}
