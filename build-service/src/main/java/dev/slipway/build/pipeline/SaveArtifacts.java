package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Streams.Sink;
import dev.slipway.model.assignment.BuildOrder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
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

    /// Runs the container that was made of the image before, and writes what it saves to placed, ready to be
    /// unpacked by the next. Empty when there is nothing to start with. Throws FailedBuild BuildTimeout.
    Optional<Path> into(Path placed, Builder builder, Work work) {
        Path saved = placed.resolveSibling("saved.tar");
        try {
            Optional<String> failure = save(saved, builder, work);
            if (failure.isEmpty()) {
                int count = place(saved, placed, builder, work.order());
                work.log.line("Incremental: " + count + " files and directories of the build before.");
                return Optional.of(placed);
            }
            work.log.line("Not incremental: " + failure.get() + ".");
        } catch (IOException broken) {
            work.log.line("Not incremental: what save-artifacts wrote cannot be used: " + broken.getMessage() + ".");
        }
        return Optional.empty();
    }

    private Optional<String> save(Path saved, Builder builder, Work work) throws IOException {
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(saved))) {
            Output output = new Output(file, work.log, mostBytes);
            int exitCode = engine.streams().run(work.container, null, output, work.holding.left());
            work.log.endLine();
            return switch (exitCode) {
                case 0 -> Optional.ofNullable(output.failure);
                case NOT_THERE, NOT_EXECUTABLE -> Optional.of("the builder has no " + builder.saveArtifacts());
                default -> Optional.of("save-artifacts ended with exit code " + exitCode);
            };
        } catch (EngineException e) {
            throw e.kind() == EngineException.Kind.TIMEOUT ? Assemble.timedOut(work.order(), work.log) : e;
        }
    }

    private static int place(Path saved, Path placed, Builder builder, BuildOrder order) throws IOException {
        try (InputStream from = Files.newInputStream(saved);
                OutputStream to = new BufferedOutputStream(Files.newOutputStream(placed))) {
            return ArtifactsTar.place(
                    from, to, builder.destination(), order.network().uid());
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
    }
}
