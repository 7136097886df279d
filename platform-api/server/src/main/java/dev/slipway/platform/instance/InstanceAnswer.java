package dev.slipway.platform.instance;

import dev.slipway.model.instance.InstanceState;
import java.time.Instant;
import java.util.List;

/// An instance as the interface shows it. address is host:port inside the project's network.
public record InstanceAnswer(
        String id,
        String process,
        int release,
        String node,
        InstanceState state,
        boolean ready,
        int restarts,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        String reason,
        String message,
        List<String> evidence,
        Integer exitCode,
        String address) {}
