package dev.slipway.platform.git;

import dev.slipway.model.build.Commit;
import java.util.UUID;
import java.util.function.Consumer;

/// Turns pushed commits into builds and tells how they go.
public interface PushedBuilds {

    /// Durable when it returns. Called after the ref is stored, once or more for the same commit, one call at a
    /// time for one application. A PlatformException (QUOTA_EXCEEDED, QUEUE_FULL …) is told to the pusher, and
    /// the commit stays among those that {@link UnbuiltTips} offers again.
    Queued queue(PushTarget target, Commit commit, boolean clean);

    /// The same for a commit whose build may have been queued, and may even have failed, before the process died: it
    /// gets no second one.
    Queued recover(PushTarget target, Commit commit);

    /// Blocks until the build and its rollout have ended. Hands over each line of the log, without its line end,
    /// and at last the lines that tell the outcome: the URL, or the reason, evidence and next step. Lines are
    /// handed over on the calling thread; the sink may throw UncheckedIOException when the pusher has gone.
    /// Interrupted for the same reason. Neither touches the build.
    Outcome follow(PushTarget target, UUID build, Consumer<String> line) throws InterruptedException;

    sealed interface Queued {

        /// A build waits its turn.
        record Build(UUID id, int number) implements Queued {}

        /// The commit was built before, by this build; nothing to do.
        record Unchanged(int number) implements Queued {}
    }

    /// Whether the application runs the commit now.
    record Outcome(boolean succeeded) {}
}
