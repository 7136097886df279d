package dev.slipway.platform.upkeep;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What is kept, and for how long what is not.
@ConfigMapping(prefix = "slipway.images")
public interface UpkeepConfig {

    /// How many of an application's newest releases keep their images, besides those that run or are deployed.
    /// At least 1.
    @WithDefault("10")
    int keepReleases();

    /// How long an image or a network must have been needed by nothing before a node is asked to remove it.
    @WithDefault("PT30S")
    Duration grace();

    /// How full the disk of a node's engine may be, in percent, before what is not needed goes at once and what
    /// can be loaded again leaves the engine.
    @WithDefault("80")
    int collectAbove();
}
