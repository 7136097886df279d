package dev.slipway.scheduler.rollout;

import dev.slipway.scheduler.snapshot.InstanceSnapshot;
import java.util.List;

/// What to do for one process now: whom to stop, how many to start, and how many may be live at most when one
/// starts. restarts is how many failures in a row the started ones follow.
public record ProcessVerdict(List<Stop> stops, int starts, int limit, int restarts) {
    public record Stop(InstanceSnapshot instance, StopReason reason) {}
}
