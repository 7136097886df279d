package dev.slipway.model.build;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/// Where builds stand in the queue of the whole platform.
public interface BuildPlaces {

    /// Of those that wait; others are left out.
    Map<UUID, Place> of(Collection<UUID> builds);

    /// place counts from 1, the next to start. expectedStart is told by what the builds before took so far, and
    /// null where nothing is known of them or no node builds at present.
    record Place(int place, Instant expectedStart) {}
}
