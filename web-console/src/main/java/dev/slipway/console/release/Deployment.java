package dev.slipway.console.release;

import dev.slipway.console.display.Mark;
import java.time.Instant;
import java.util.List;

/// A deployment as the platform tells it.
public record Deployment(
        int number,
        int release,
        Integer previous,
        String state,
        Progress progress,
        Integer rolledBackTo,
        Cause cause,
        List<String> evidence,
        String next,
        String createdBy,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt) {

    public record Progress(int desired, int updated, int ready, int old) {}

    public record Cause(String code, String message) {}

    record Listing(List<Deployment> items) {}

    public Mark mark() {
        return Mark.work(state);
    }

    public boolean underWay() {
        return mark().busy();
    }
}
