package dev.slipway.scheduler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How the scheduler keeps time.
@ConfigMapping(prefix = "slipway.scheduler")
public interface SchedulerConfig {

    /// The scheduler looks at the cluster at least so often; 100 ms to 10 s.
    @WithDefault("1s")
    Duration period();

    /// A node silent for longer is lost. At least 10 s: nodes report every 5 s.
    @WithDefault("20s")
    Duration nodeLease();

    /// How full the disk of a node's engine may be, in percent, for new instances.
    @WithDefault("85")
    int diskLimit();
}
