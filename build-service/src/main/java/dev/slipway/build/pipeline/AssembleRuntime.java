package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.engine.Streams.Sink;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Streams what was assembled into a container of the runtime image and runs assemble-runtime there.
final class AssembleRuntime {
    /// Where an archive is inside the container until it is unpacked: with its number and `.tar` behind it.
    static final String ARCHIVE = "/tmp/slipway-artifact";

    /// The exit code of a container that has unpacked all and has no script to go on with.
    static final int NO_SCRIPT = 111;

    private final Engine engine;
    private final Path caBundle;

    AssembleRuntime(Engine engine, Path caBundle) {
        this.engine = engine;
        this.caBundle = caBundle;
    }

    /// Returns when the script has succeeded. Throws FailedBuild AssembleFailed, InstallScriptsFailed,
    /// FetchRuntimeArtifactsFailed, OutOfMemoryKilled or BuildTimeout.
    Void run(Work work, RuntimeImage runtime, List<Path> archives) {
        AtomicBoolean unpacked = new AtomicBoolean();
        Sink log = (_, bytes, offset, length) -> work.log.write(bytes, offset, length);
        int exitCode = exitCode(work, archives, new Greeting(runtime.assemble(), () -> unpacked.set(true), log));
        work.log.endLine();
        if (exitCode != 0) {
            throw failed(work, runtime, exitCode, unpacked.get());
        }
        return null;
    }

    private int exitCode(Work work, List<Path> archives, Sink sink) {
        Duration left = work.holding.left();
        if (!left.isPositive()) {
            throw Assemble.timedOut(work.order(), work.log);
        }
        try (InputStream input = input(work, archives)) {
            return engine.streams().run(work.container, input, sink, left);
        } catch (EngineException e) {
            throw Assemble.fault(e, work.order(), work.log);
        } catch (IOException e) {
            throw new FailedBuild(
                    FailureReason.FetchRuntimeArtifactsFailed,
                    "What goes into the runtime image could not be read: " + e.getMessage());
        }
    }

    private InputStream input(Work work, List<Path> archives) throws IOException {
        long uid = work.order().network().uid();
        List<InputStream> parts = new ArrayList<>();
        parts.add(new ByteArrayInputStream(
                Prelude.of(Map.of(), Map.of(), work.order().buildEnvironment(), Prelude.readable(caBundle), uid)));
        for (int n = 0; n < archives.size(); n++) {
            long size = Files.size(archives.get(n));
            parts.add(new ByteArrayInputStream(Prelude.header(ARCHIVE + n + ".tar", size, uid)));
            parts.add(Files.newInputStream(archives.get(n)));
            parts.add(new ByteArrayInputStream(Prelude.filling(size)));
        }
        parts.add(new ByteArrayInputStream(Prelude.end()));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private FailedBuild failed(Work work, RuntimeImage runtime, int exitCode, boolean unpacked) {
        if (Assemble.outOfMemory(engine, work.order(), work.container)) {
            return Assemble.outOfMemory(work.order(), work.log);
        }
        if (unpacked) {
            return new FailedBuild(
                    FailureReason.AssembleFailed,
                    "The assemble-runtime script ended with exit code " + exitCode + ".",
                    work.log.evidence());
        }
        return exitCode == NO_SCRIPT
                ? new FailedBuild(
                        FailureReason.InstallScriptsFailed,
                        "The runtime image " + BuilderContract.name(runtime.image()) + " has no " + runtime.assemble()
                                + " that can be run; the source may bring one in .s2i/bin.")
                : new FailedBuild(
                        FailureReason.FetchRuntimeArtifactsFailed,
                        "The runtime image could not take what was assembled: it needs /bin/sh, tar and mkdir, and in "
                                + runtime.directory() + " group 0 must be able to write.",
                        work.log.evidence());
    }
}
