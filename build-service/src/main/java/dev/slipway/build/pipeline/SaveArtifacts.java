package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Streams.Sink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Asks the image of the build before for what an incremental build starts with, by its `save-artifacts`. Where
/// that does not work the build starts with nothing, and the log says why.
final class SaveArtifacts {
    private static final int NOT_THERE = 127;
    private static final int NOT_EXECUTABLE = 126;

    private final Engine engine;
    private final long mostBytes;

    /// mostBytes is how much may be saved.
    SaveArtifacts(Engine engine, long mostBytes) {
        this.engine = engine;
        this.mostBytes = mostBytes;
    }

    /// Runs the container that was made of the image before, and keeps what it prints. It is not looked into: what
    /// is in it is for the container that assembles. Empty when there is nothing to start with. Throws FailedBuild
    /// BuildTimeout.
    Optional<Path> into(Path saved, Work work) {
        try {
            Optional<String> failure = save(saved, work);
            work.log.line(failure.map(why -> "Not incremental: " + why + ".")
                    .orElseGet(() -> "Incremental: with what the image of the build before saved."));
            return failure.isPresent() ? Optional.empty() : Optional.of(saved);
        } catch (IOException full) {
            work.log.line("Not incremental: what save-artifacts wrote cannot be kept: " + full.getMessage() + ".");
            return Optional.empty();
        }
    }

    private Optional<String> save(Path saved, Work work) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(saved))) {
            Output output = new Output(file, work.log, mostBytes);
            int exitCode = engine.streams().run(work.container, null, output, work.holding.left());
            work.log.endLine();
            return switch (exitCode) {
                case 0 -> output.failure();
                case NOT_THERE, NOT_EXECUTABLE -> Optional.of("the image of the build before has no save-artifacts");
                default -> Optional.of("save-artifacts ended with exit code " + exitCode);
            };
        } catch (EngineException e) {
            throw Assemble.fault(e, work.order(), work.log);
        }
    }

    /// Standard output is the archive, and is always taken, so that nobody waits; standard error goes to the log.
    private static final class Output implements Sink {
        private final OutputStream file;
        private final LogShipper log;
        private final long most;
        private long bytes;
        private String failure;

        private Output(OutputStream file, LogShipper log, long most) {
            this.file = file;
            this.log = log;
            this.most = most;
        }

        @Override
        public void accept(boolean error, byte[] chunk, int offset, int length) {
            if (error) {
                log.write(chunk, offset, length);
                return;
            }
            bytes += length;
            if (bytes > most) {
                failure = "save-artifacts wrote more than " + (most >> 20) + " MiB";
            } else {
                write(chunk, offset, length);
            }
        }

        private void write(byte[] chunk, int offset, int length) {
            try {
                file.write(chunk, offset, length);
            } catch (IOException full) {
                failure = "what save-artifacts wrote cannot be kept: " + full.getMessage();
            }
        }

        private Optional<String> failure() {
            return bytes == 0 ? Optional.of("save-artifacts wrote nothing") : Optional.ofNullable(failure);
        }
    }
}
