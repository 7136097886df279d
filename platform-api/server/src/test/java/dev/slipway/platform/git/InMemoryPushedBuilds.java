package dev.slipway.platform.git;

import dev.slipway.model.build.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Builds that do what the test says: it hands lines over and lets them end.
final class InMemoryPushedBuilds implements PushedBuilds {
    private static final String SUCCESS = "\u0000succeeded";
    private static final String FAILURE = "\u0000failed";

    final List<Commit> queued = new CopyOnWriteArrayList<>();
    final List<Boolean> clean = new CopyOnWriteArrayList<>();
    final AtomicInteger following = new AtomicInteger();
    volatile Instant queuedAt;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile RuntimeException refusal;

    @Override
    public Queued queue(PushTarget target, Commit commit, boolean clean) {
        if (refusal != null) {
            throw refusal;
        }
        Integer before = numbers.putIfAbsent(commit.id(), numbers.size() + 1);
        if (before != null) {
            return new Queued.Unchanged(before);
        }
        queuedAt = Instant.now();
        queued.add(commit);
        this.clean.add(clean);
        return new Queued.Build(UUID.randomUUID(), numbers.get(commit.id()));
    }

    @Override
    public Queued recover(PushTarget target, Commit commit) {
        return queue(target, commit, false);
    }

    @Override
    public Outcome follow(PushTarget target, UUID build, Consumer<String> line) throws InterruptedException {
        following.incrementAndGet();
        try {
            while (true) {
                String next = lines.take();
                if (next.equals(SUCCESS) || next.equals(FAILURE)) {
                    return new Outcome(next.equals(SUCCESS));
                }
                line.accept(next);
            }
        } finally {
            following.decrementAndGet();
        }
    }

    void log(String line) {
        lines.add(line);
    }

    void succeed() {
        lines.add(SUCCESS);
    }

    void fail() {
        lines.add(FAILURE);
    }

    /// From now on; null to queue again.
    void refuse(RuntimeException why) {
        this.refusal = why;
    }

    List<String> commits() {
        return new ArrayList<>(queued.stream().map(Commit::id).toList());
    }
}
