package dev.slipway.scheduler.snapshot;

import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.resource.Resources;
import java.time.Instant;

/// An instance that has not ended. node is null while it is pending; message says then why.
public record InstanceSnapshot(
        String id,
        String process,
        int release,
        InstanceState state,
        boolean ready,
        String node,
        Resources requests,
        Instant createdAt,
        String message) {

    public boolean live() {
        return state.live();
    }

    /// May take traffic, or for a process without a port: is well.
    public boolean serving() {
        return state == InstanceState.RUNNING && ready;
    }
}
