package dev.slipway.node.probe;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Asks every watched instance on a virtual thread of its own and tells the listener at every change.
public final class HealthWatch implements AutoCloseable {

    /// Told on the watching thread. health is the new one; it may be ready, not ready, or carry a verdict.
    public interface Listener {
        void changed(Subject subject, Health health);
    }

    private final Prober prober;
    private final InstantSource clock;
    private final Instant began;
    private final Listener listener;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    /// clock must never go back.
    public HealthWatch(Prober prober, InstantSource clock, Listener listener) {
        this.prober = prober;
        this.clock = clock;
        this.began = clock.instant();
        this.listener = listener;
    }

    /// Does nothing when the container is watched already; begins anew where something else of it is to be asked.
    public void watch(Subject subject) {
        Watch before = watches.get(subject.container());
        if (before != null && !before.subject.equals(subject)) {
            forget(subject.container());
        }
        watches.computeIfAbsent(subject.container(), _ -> new Watch(subject)).start();
    }

    /// Nothing is told about the container after this returns.
    public void forget(String container) {
        Watch watch = watches.remove(container);
        if (watch != null) {
            watch.end();
        }
    }

    /// Null when the container is not watched.
    public Health health(String container) {
        Watch watch = watches.get(container);
        return watch == null ? null : watch.health;
    }

    /// Whether every watched instance was asked at least once, or has nothing to be asked.
    public boolean settled() {
        return watches.values().stream().allMatch(watch -> watch.asked);
    }

    @Override
    public void close() {
        watches.keySet().forEach(this::forget);
    }

    /// What started before this process was asked by the one before.
    private boolean fresh(Subject subject) {
        return subject.startedAt() != null && !subject.startedAt().isBefore(began);
    }

    private final class Watch {
        private final Subject subject;
        private final Thread thread;
        // Null where it is not awaited.
        private final FirstAnswer first;
        private volatile Health health;
        private volatile boolean asked;
        private boolean begun;
        private boolean ended;

        private Watch(Subject subject) {
            this.subject = subject;
            this.health = Health.of(subject.probes(), subject.port(), clock.instant());
            this.first = fresh(subject) && subject.plain() ? new FirstAnswer(subject.port()) : null;
            this.thread = Thread.ofVirtual().name("probe-" + subject.instance()).unstarted(this::run);
        }

        private synchronized void start() {
            if (!begun && !ended) {
                begun = true;
                thread.start();
            }
        }

        private synchronized void end() {
            ended = true;
            thread.interrupt();
        }

        private void run() {
            try {
                tell(health);
                asked = health.dueAt() == null;
                while (health.verdict() == null && health.dueAt() != null) {
                    ask();
                    sleepUntil(health.dueAt());
                }
            } catch (InterruptedException forgotten) {
                Thread.currentThread().interrupt();
            }
        }

        private void ask() throws InterruptedException {
            for (Health.Kind kind : health.due(clock.instant())) {
                ProbeResult result = answer(kind);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Health before = health;
                health = before.on(kind, result, clock.instant());
                if (health.ready() != before.ready() || health.verdict() != null) {
                    tell(health);
                }
            }
            asked = true;
        }

        private ProbeResult answer(Health.Kind kind) {
            return kind == Health.Kind.READINESS && first != null && !health.everReady()
                    ? first.of(prober.greet(subject.address(), subject.port()), clock.instant())
                    : prober.ask(health.probe(kind), subject.address(), subject.port());
        }

        private synchronized void tell(Health now) {
            if (!ended) {
                listener.changed(subject, now);
            }
        }

        private void sleepUntil(Instant due) throws InterruptedException {
            Duration left = Duration.between(clock.instant(), due);
            if (left.isPositive()) {
                Thread.sleep(left);
            }
        }
    }
}
