package dev.slipway.platform.registry;

import java.time.Instant;

/// A registry at which nodes sign in; nobody is shown its password again. version counts its changes.
record Registry(String host, String username, long version, Instant createdAt, String createdBy, Instant changedAt) {}
