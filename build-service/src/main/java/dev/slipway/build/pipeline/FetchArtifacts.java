package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.model.build.ArtifactMapping.Artifact;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Takes out of the container that assembled what goes into the runtime image. It is not looked into: what is in it
/// is for the container that takes it.
final class FetchArtifacts {
    private final Engine engine;
    private final BuildContainers containers;
    private final long mostBytes;

    /// mostBytes is how much may be taken.
    FetchArtifacts(Engine engine, BuildContainers containers, long mostBytes) {
        this.engine = engine;
        this.containers = containers;
        this.mostBytes = mostBytes;
    }

    /// One archive in the scratch directory for each of what is taken. Throws FailedBuild FetchRuntimeArtifactsFailed,
    /// DiskLimitExceeded or BuildTimeout.
    List<Path> of(Work work, RuntimeImage runtime, Scratch scratch) {
        List<Path> archives = new ArrayList<>();
        long bytes = 0;
        for (Artifact artifact : runtime.taken()) {
            Path archive = scratch.file("artifact" + archives.size() + ".tar");
            bytes += taken(work, artifact.source(), archive, mostBytes - bytes);
            archives.add(archive);
        }
        return archives;
    }

    private long taken(Work work, String source, Path archive, long most) {
        try (Bounded file = new Bounded(work, Files.newOutputStream(archive), most)) {
            if (!engine.files().copy(work.container, source, file)) {
                throw failed(source + " is not there when assemble has ended");
            }
            return file.bytes;
        } catch (EngineException e) {
            throw BuildPipeline.brokenOff(e) ? e : failed(source + ": " + e.getMessage());
        } catch (IOException e) {
            throw failed(source + " cannot be kept: " + e.getMessage());
        }
    }

    private static FailedBuild failed(String why) {
        return new FailedBuild(FailureReason.FetchRuntimeArtifactsFailed, "For the runtime image: " + why + ".");
    }

    private final class Bounded extends FilterOutputStream {
        private final Work work;
        private final long most;
        private long bytes;

        private Bounded(Work work, OutputStream file, long most) {
            super(new BufferedOutputStream(file));
            this.work = work;
            this.most = most;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] chunk, int offset, int length) throws IOException {
            bytes += length;
            if (bytes > most) {
                throw containers.diskFull(work.log);
            }
            if (!work.holding.left().isPositive()) {
                throw Assemble.timedOut(work.order(), work.log);
            }
            out.write(chunk, offset, length);
        }
    }
}
