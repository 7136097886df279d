package dev.slipway.scheduler.snapshot;

import dev.slipway.model.instance.InstanceState;
import dev.slipway.model.resource.Resources;
import java.time.Instant;
import java.util.List;

/// An instance that has not ended. node is null while it is pending; reason and message say then why, and for one that
/// runs why it does not serve, with its last lines as evidence. One that is to stop is ready until it is reached no
/// more.
public record InstanceSnapshot(
        String id,
        String process,
        int release,
        InstanceState state,
        boolean ready,
        String node,
        Resources requests,
        Instant createdAt,
        String reason,
        String message,
        List<String> evidence) {

    public boolean live() {
        return state.live();
    }

    /// May take traffic, or for a process without a port: is well.
    public boolean serving() {
        return state == InstanceState.RUNNING && ready;
    }
}
