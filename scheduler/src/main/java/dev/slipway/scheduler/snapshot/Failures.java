package dev.slipway.scheduler.snapshot;

import dev.slipway.model.instance.Backoff;
import java.time.Instant;
import java.util.List;

/// The failures of one process of one release within {@link #WINDOW_MINUTES}; instances lost with their node do
/// not count. inARow is the longest chain of replacements that failed one after the other, so that ten instances
/// failing at once are one failure in a row; an instance that was ready longer ago than the window starts a new chain.
/// reason, message and evidence are those of the last one.
public record Failures(
        int release, String process, int inARow, Instant lastAt, String reason, String message, List<String> evidence) {
    public static final int WINDOW_MINUTES = (int) Backoff.RESET.toMinutes();

    /// Whether a replacement has waited long enough.
    public boolean waitedOut(Instant now) {
        return !now.isBefore(lastAt.plus(Backoff.delay(inARow)));
    }
}
