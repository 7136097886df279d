package dev.slipway.platform.git;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How repositories are kept small.
@ConfigMapping(prefix = "slipway.repositories")
public interface RepositoryConfig {

    /// How often repositories are looked over for many packs and loose objects; those are tidied then.
    @WithDefault("PT10M")
    Duration upkeepInterval();

    /// How long objects stay that no branch or tag reaches any more.
    @WithDefault("P1D")
    Duration keepUnreachable();
}
