package dev.slipway.model.build;

import java.time.Instant;

/// How long one stage of a build took, in milliseconds.
public record StageTiming(String name, Instant startedAt, long millis) {}
