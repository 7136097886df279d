package dev.slipway.build.queue;

import dev.slipway.model.build.BuildPlaces.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Plays the queue forward: what runs ends after its usual time, and what waits follows by the rules of
/// {@link ClaimQuery}, as many at once as run now.
final class QueueForecast {
    private final int runningPerProject;
    private final Instant now;
    private final Duration usual;
    private final List<Open> running;
    private final List<Open> waiting;
    private final Map<UUID, Place> places = new LinkedHashMap<>();

    private QueueForecast(List<Open> open, int runningPerProject, Instant now) {
        this.runningPerProject = runningPerProject;
        this.now = now;
        this.usual =
                median(open.stream().map(Open::usual).filter(Objects::nonNull).toList());
        this.running = new ArrayList<>(
                open.stream().filter(build -> build.startedAt() != null).toList());
        this.waiting = new ArrayList<>(
                open.stream().filter(build -> build.startedAt() == null).toList());
    }

    /// A build that waits or runs, by how long the application's builds usually take, null where it had none;
    /// startedAt is null while it waits.
    record Open(UUID id, UUID project, UUID application, boolean parallel, Instant startedAt, Duration usual) {
        private Open started(Instant at) {
            return new Open(id, project, application, parallel, at, usual);
        }
    }

    /// The places of those that wait. open is in the order in which they were queued.
    static Map<UUID, Place> of(List<Open> open, int runningPerProject, Instant now) {
        return new QueueForecast(open, runningPerProject, now).played();
    }

    private Map<UUID, Place> played() {
        Instant time = now;
        int slots = running.size();
        while (!waiting.isEmpty()) {
            Optional<Open> next = running.size() < slots || slots == 0 ? next() : Optional.empty();
            if (next.isPresent()) {
                start(next.get(), slots == 0 || usual == null ? null : time);
            } else if (!running.isEmpty()) {
                time = end(time);
            } else {
                waiting.clear();
            }
        }
        return places;
    }

    private Optional<Open> next() {
        return waiting.stream()
                .filter(build -> running(build.project()) < runningPerProject)
                .filter(build -> build.parallel()
                        || running.stream()
                                .noneMatch(other -> other.application().equals(build.application())))
                .min(Comparator.comparingLong(build -> running(build.project())));
    }

    private long running(UUID project) {
        return running.stream().filter(build -> build.project().equals(project)).count();
    }

    private void start(Open build, Instant at) {
        waiting.remove(build);
        running.add(build.started(at == null ? now : at));
        places.put(build.id(), new Place(places.size() + 1, at));
    }

    /// One that takes longer than usual may end at any time.
    private Instant end(Instant time) {
        Open first = running.stream().min(Comparator.comparing(this::end)).orElseThrow();
        running.remove(first);
        return end(first).isBefore(time) ? time : end(first);
    }

    private Instant end(Open build) {
        Duration takes = build.usual() != null ? build.usual() : usual == null ? Duration.ZERO : usual;
        return build.startedAt().plus(takes);
    }

    private static Duration median(List<Duration> durations) {
        return durations.isEmpty() ? null : durations.stream().sorted().toList().get(durations.size() / 2);
    }
}
