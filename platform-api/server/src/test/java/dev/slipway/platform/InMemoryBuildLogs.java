package dev.slipway.platform;

import dev.slipway.model.build.BuildLogs;
import jakarta.inject.Singleton;
import java.util.UUID;

/// No build runs in these tests, so every log is empty and ended.
@Singleton
class InMemoryBuildLogs implements BuildLogs {
    @Override
    public void read(UUID build, long from, boolean follow, Sink sink) {}

    @Override
    public void remove(UUID build) {}
}
