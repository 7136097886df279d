package dev.slipway.console.build;

import dev.slipway.console.display.Length;
import dev.slipway.console.display.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A build as the platform tells it.
public record Build(
        int number,
        String state,
        String stage,
        String reason,
        String message,
        List<String> evidence,
        FirstError firstError,
        String next,
        Trigger trigger,
        Commit commit,
        String builder,
        Integer release,
        List<Stage> stages,
        Instant queuedAt,
        Instant startedAt,
        Instant finishedAt) {

    public record Trigger(String kind, String by, String cause) {}

    public record Commit(String id, String author, String message, String ref) {
        private static final int SHORT = 8;

        public String brief() {
            return id == null || id.length() < SHORT ? id : id.substring(0, SHORT);
        }

        /// Without the mail address.
        public String who() {
            return author == null ? "" : author.replaceFirst("\\s*<.*>$", "");
        }
    }

    public record Stage(String name, Instant startedAt, long millis) {
        public Length length() {
            return Length.of(Duration.ofMillis(millis));
        }
    }

    /// The line of the log that looks like the cause.
    public record FirstError(long line, String text) {}

    record Listing(List<Build> items, String next) {}

    public Mark mark() {
        return Mark.work(state);
    }

    public boolean failed() {
        return state.equals("failed");
    }

    public boolean underWay() {
        return mark().busy();
    }
}
