package dev.slipway.build.log;

import dev.slipway.model.build.BuildLogs;
import dev.slipway.model.build.LogLine;
import dev.slipway.model.log.HarmlessOutput;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// One file per build below one directory. Followers wait in memory for this process's appends and look at the
/// builds table every 2 s, so that each of them ends when its build has, whoever ended it. A log holds at most 10
/// MiB of what a build says. What is read is harmless to terminals and has the length of what is kept.
@Singleton
public class FileBuildLogs implements BuildLogs {
    static final long LIMIT = 10L << 20;
    private static final byte[] NOTHING = {};
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Path directory;
    private final LogEndings endings;
    private final long limit;
    private final ConcurrentMap<UUID, LogFile> files = new ConcurrentHashMap<>();

    @Inject
    public FileBuildLogs(@ConfigProperty(name = "slipway.data.build-logs") Path directory, LogEndings endings)
            throws IOException {
        this(directory, endings, LIMIT);
    }

    FileBuildLogs(Path directory, LogEndings endings, long limit) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.endings = endings;
        this.limit = limit;
    }

    /// Appends when offset equals the present length. Returns the length after it (offset plus the bytes' length also
    /// when the same append came before), and -1 when the caller is no longer allowed to.
    public long append(UUID build, long offset, byte[] bytes, BooleanSupplier allowed) throws IOException {
        return using(build, file -> file.append(offset, bytes, allowed));
    }

    /// A line of the platform's own, without its end.
    public void note(UUID build, String line) throws IOException {
        using(build, file -> {
            file.line(line);
            return null;
        });
    }

    /// Writes the last line of an ended build and ends its followers; does nothing while it has not ended.
    public void finish(UUID build) throws IOException {
        using(build, file -> settled(build, file));
    }

    /// The line that looks like the cause of a failure, in the stage that ended with it; empty where none does.
    public Optional<LogLine> firstError(UUID build) throws IOException {
        FailedStage stage = new FailedStage();
        using(build, file -> file.copy(0, stage::accept));
        return FirstError.in(stage.lines());
    }

    /// Removes the log of a build that is purged; does nothing when there is none.
    @Override
    public void remove(UUID build) throws IOException {
        using(build, file -> {
            file.delete();
            return null;
        });
    }

    @Override
    public void read(UUID build, long from, boolean follow, Sink sink) throws IOException, InterruptedException {
        LogFile file = retain(build);
        HarmlessOutput output = new HarmlessOutput(sink::accept);
        try {
            follow(build, file, Math.max(0, from), follow, output::accept);
            output.end();
        } finally {
            release(build);
        }
    }

    private void follow(UUID build, LogFile file, long from, boolean follow, Sink sink)
            throws IOException, InterruptedException {
        boolean ended = settled(build, file);
        long position = file.copy(from, sink);
        while (follow && !ended) {
            ended = file.await(position, LOOK) ? file.closed() : silent(build, file, sink);
            position = file.copy(position, sink);
        }
    }

    private boolean silent(UUID build, LogFile file, Sink sink) throws IOException {
        sink.accept(NOTHING, 0, 0);
        return settled(build, file);
    }

    private boolean settled(UUID build, LogFile file) throws IOException {
        var lastLine = endings.lastLine(build);
        if (lastLine.isPresent()) {
            file.close(lastLine.get());
        }
        return lastLine.isPresent();
    }

    private <T> T using(UUID build, Use<T> use) throws IOException {
        LogFile file = retain(build);
        try {
            return use.of(file);
        } finally {
            release(build);
        }
    }

    private LogFile retain(UUID build) {
        return files.compute(
                build,
                (id, known) -> (known == null ? new LogFile(directory.resolve(id + ".log"), limit) : known).retained());
    }

    private void release(UUID build) {
        files.computeIfPresent(build, (id, file) -> file.released() ? null : file);
    }

    private interface Use<T> {
        T of(LogFile file) throws IOException;
    }
}
