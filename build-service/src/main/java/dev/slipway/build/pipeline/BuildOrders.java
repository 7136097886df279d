package dev.slipway.build.pipeline;

import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.BuildProgress.Heartbeat;
import dev.slipway.model.assignment.BuildProgress.Outcome;
import dev.slipway.model.assignment.BuildProgress.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The platform as a node that builds sees it. Every method may throw {@link UnreachableException} while the
/// platform does not answer (no connection, a 5xx, a broken answer): try again later. Methods about a claimed build
/// throw {@link LostBuildException} when the platform answers 409: another claimer has it, or it has ended.
public interface BuildOrders extends BuildVerdicts, BuildScripts, BuildContexts {

    /// The next build for this node: POST /node/v1/builds/claims. Waits at most the given time for one.
    Optional<BuildOrder> claim(Duration wait) throws InterruptedException;

    /// The source as one tar stream with entries below destination (an absolute path, normally `/tmp`):
    /// GET /node/v1/builds/{id}/source?epoch=&destination=&contextDir=. Reading throws
    /// IOException when it breaks off.
    default InputStream source(BuildOrder order, String destination) throws IOException {
        return source(order, destination, List.of(), List.of());
    }

    /// Of files, unless empty, only those of these names in the root of the source (`&file=` for each); a platform
    /// of before sends all. left are S2I scripts that stay where the source has them (`&leave=` for each).
    InputStream source(BuildOrder order, String destination, List<String> files, List<String> left) throws IOException;

    /// Appends length bytes at offset to the log: POST /node/v1/builds/{id}/log?epoch=&offset=.
    /// Returns the log's length: offset + length when all was taken, else the length from the body of the 409
    /// (nothing was appended by this call). A 409 without a body is a {@link LostBuildException}. length may be 0.
    long append(BuildOrder order, long offset, byte[] bytes, int length);

    /// Renews the lease; the verdict says whether somebody asked to cancel.
    Verdict heartbeat(BuildOrder order, Heartbeat heartbeat);

    /// Ends the build; repeating the same outcome after a lost answer is accepted by the platform.
    void outcome(BuildOrder order, Outcome outcome);
}
