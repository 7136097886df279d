package dev.slipway.build.queue;

import dev.slipway.build.log.FileBuildLogs;
import dev.slipway.model.build.StageLine;
import dev.slipway.model.build.StageLine.End;
import dev.slipway.model.build.StageTiming;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/// A stage of a build that the platform runs itself: told in the log where it begins and where it ends, and timed.
final class PlatformStage {
    private final FileBuildLogs logs;
    private final UUID build;
    private final String name;
    private final Instant startedAt = Instant.now();
    private final Set<String> told = new HashSet<>();
    private StageTiming ended;

    private PlatformStage(FileBuildLogs logs, UUID build, String name) {
        this.logs = logs;
        this.build = build;
        this.name = name;
    }

    static PlatformStage begin(FileBuildLogs logs, UUID build, String name) throws IOException {
        logs.note(build, StageLine.begun(name));
        return new PlatformStage(logs, build, name);
    }

    /// Once, for the stage may be tried again.
    void note(String line) throws IOException {
        if (told.add(line)) {
            logs.note(build, line);
        }
    }

    /// Once, for what follows it may be tried again.
    StageTiming end(End how) throws IOException {
        if (ended == null) {
            ended = new StageTiming(
                    name, startedAt, Duration.between(startedAt, Instant.now()).toMillis());
            logs.note(build, StageLine.ended(name, ended.millis(), how));
        }
        return ended;
    }
}
