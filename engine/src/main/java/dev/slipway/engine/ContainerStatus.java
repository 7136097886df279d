package dev.slipway.engine;

import java.time.Instant;
import java.util.Map;

/// One container as the engine sees it. address is its IP on its project's network, null when not running.
/// pid is its first process as this machine counts, null when it does not run or has none here. exitCode is null while
/// it runs or was never started; error is the engine's word when it could not be started.
public record ContainerStatus(
        String id,
        String name,
        Map<String, String> labels,
        boolean running,
        Integer exitCode,
        boolean outOfMemory,
        String error,
        String address,
        Long pid,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt) {}
