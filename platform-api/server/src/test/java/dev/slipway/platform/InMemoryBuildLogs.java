package dev.slipway.platform;

import dev.slipway.model.build.BuildLogs;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// No build runs in these tests, so every log has ended: with what a test put there, by default empty.
@Singleton
public class InMemoryBuildLogs implements BuildLogs {
    private final Map<UUID, byte[]> logs = new ConcurrentHashMap<>();

    public void put(UUID build, byte[] log) {
        logs.put(build, log);
    }

    @Override
    public void read(UUID build, long from, boolean follow, Sink sink) throws IOException {
        byte[] log = logs.getOrDefault(build, new byte[0]);
        sink.accept(log, (int) from, log.length - (int) from);
    }

    @Override
    public void remove(UUID build) {
        logs.remove(build);
    }
}
