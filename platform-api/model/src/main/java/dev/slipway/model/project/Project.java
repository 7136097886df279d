package dev.slipway.model.project;

import dev.slipway.model.assignment.TenantNetwork;
import java.time.Instant;
import java.util.UUID;

/// The tenant boundary. network says what is its own on every node; state is active, deleted (in the trash) or
/// deleting. dockerfileBuilds says that a platform administrator allows it to build Dockerfiles.
public record Project(
        UUID id,
        String name,
        String displayName,
        String description,
        TenantNetwork network,
        boolean dockerfileBuilds,
        State state,
        long version,
        Instant createdAt,
        Instant deletedAt) {

    public enum State {
        ACTIVE,
        DELETED,
        DELETING
    }
}
