package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.io.InputStream;
import java.time.Duration;

/// Runs the check of a new image in a container of it: OpenShift's `postCommit`.
final class CheckImage {
    private final Engine engine;

    CheckImage(Engine engine) {
        this.engine = engine;
    }

    /// Returns when the image has passed. Throws FailedBuild PostCommitHookFailed, OutOfMemoryKilled or
    /// BuildTimeout.
    Void run(Work work) {
        work.log.line("Checking the image");
        int exitCode = exitCode(work);
        work.log.endLine();
        if (exitCode != 0) {
            throw failed(work, exitCode);
        }
        return null;
    }

    private int exitCode(Work work) {
        Duration left = work.holding.left();
        if (!left.isPositive()) {
            throw Assemble.timedOut(work.order(), work.log);
        }
        try {
            return engine.streams()
                    .run(
                            work.container,
                            InputStream.nullInputStream(),
                            (_, bytes, offset, length) -> work.log.write(bytes, offset, length),
                            left);
        } catch (EngineException e) {
            throw Assemble.fault(e, work.order(), work.log);
        }
    }

    private FailedBuild failed(Work work, int exitCode) {
        return Assemble.outOfMemory(engine, work.order(), work.container)
                ? Assemble.outOfMemory(work.order(), work.log)
                : new FailedBuild(
                        FailureReason.PostCommitHookFailed,
                        "The check of the new image ended with exit code " + exitCode + ".",
                        work.log.evidence());
    }
}
