package dev.slipway.node.agent;

import dev.slipway.node.probe.Health;

/// What is known of containers that run.
interface Findings {
    /// Null while nobody asks it.
    Health health(String container);

    /// Why it takes no traffic; null where there is nothing to tell.
    Unready unready(String container);

    /// On which port it is reached; asked where it is the one that its process has.
    Integer port(String container, Integer asked);
}
