package dev.slipway.build.log;

import java.util.Optional;
import java.util.UUID;

/// Tells whether a build has ended.
@FunctionalInterface
public interface LogEndings {

    /// The last line of an ended build's log; empty while it has not ended; an empty text for a build that does not
    /// exist (any more).
    Optional<String> lastLine(UUID build);
}
