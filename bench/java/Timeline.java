import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What happened when, in one round; the first mark is the start. All times are of this machine's clock.
record Timeline(Map<String, Instant> marks) {
    static final String LIVE = "first 200 with the new content";

    static Timeline empty() {
        return new Timeline(new LinkedHashMap<>());
    }

    void mark(String step, Instant when) {
        marks.put(step, when);
    }

    List<String> steps() {
        return List.copyOf(marks.keySet());
    }

    /// Milliseconds from the start.
    double since(String step) {
        return millis(marks.get(steps().getFirst()), marks.get(step));
    }

    /// Milliseconds from the step before.
    double took(String step) {
        int at = steps().indexOf(step);
        return millis(marks.get(steps().get(at - 1)), marks.get(step));
    }

    double live() {
        return since(LIVE);
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e6;
    }
}
