package dev.slipway.platform.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// When mirrors of Git URLs are looked after between builds.
@ConfigMapping(prefix = "slipway.refresh")
public interface RefreshConfig {

    /// How often each mirror is fetched without anybody asking, such as `PT15M`; without it never. After failures in a
    /// row the pause doubles, up to 64 times as long.
    Optional<Duration> every();

    /// Whether a new commit that such a fetch finds is built. Who asks for a refresh says so with it.
    @WithDefault("false")
    boolean builds();

    /// Refreshes at a time, asked for or not.
    @WithDefault("2")
    int atATime();
}
