package dev.slipway.platform.webhook;

import java.time.Instant;
import java.util.UUID;

/// A sender's way in. secretVersion counts secrets; the one before counts until previousUntil, null where there is
/// none.
record Webhook(
        UUID id,
        UUID projectId,
        UUID applicationId,
        String name,
        Sender sender,
        boolean enabled,
        Filters filters,
        int secretVersion,
        Instant previousUntil,
        int lastDelivery,
        Instant createdAt,
        String createdBy,
        Instant rotatedAt) {}
