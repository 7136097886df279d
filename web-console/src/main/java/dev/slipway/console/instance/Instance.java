package dev.slipway.console.instance;

import dev.slipway.console.display.Mark;
import java.time.Instant;
import java.util.List;

/// An instance as the platform tells it.
public record Instance(
        String id,
        String process,
        int release,
        String node,
        String state,
        boolean ready,
        int restarts,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        String reason,
        String message,
        List<String> evidence,
        Integer exitCode,
        String address) {
    private static final int SHORT = 8;

    record Listing(List<Instance> items) {}

    public Mark mark() {
        return Mark.instance(state, ready);
    }

    public String brief() {
        return id.length() < SHORT ? id : id.substring(0, SHORT);
    }

    public boolean ended() {
        return state.equals("stopped") || state.equals("failed") || state.equals("lost");
    }
}
