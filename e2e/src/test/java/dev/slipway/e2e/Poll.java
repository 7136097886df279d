package dev.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Somebody who visits one page again and again until closed, about 50 times a second, and notes every visit that
/// did not see the text.
final class Poll implements AutoCloseable {
    private final Thread thread;
    private final AtomicInteger visits = new AtomicInteger();
    private final List<String> misses = new CopyOnWriteArrayList<>();

    private Poll(Visitor visitor, String host, String text) {
        this.thread = Thread.ofVirtual().unstarted(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                look(visitor, host, text);
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        });
    }

    static Poll of(Visitor visitor, String host, String text) {
        Poll poll = new Poll(visitor, host, text);
        poll.thread.start();
        return poll;
    }

    private void look(Visitor visitor, String host, String text) {
        try {
            Api.Answer answer = visitor.visit(host, "/");
            if (answer.status() != 200 || !answer.text().contains(text)) {
                misses.add(answer.status() + " " + answer.text());
            }
        } catch (RuntimeException | AssertionError e) {
            if (!Thread.currentThread().isInterrupted()) {
                misses.add(e.toString());
            }
        }
        visits.incrementAndGet();
    }

    /// All visits up to now, and ten more from now on, saw the text.
    void assertAllAnswered() {
        int now = visits.get();
        await().atMost(Duration.ofSeconds(30)).until(() -> visits.get() >= now + 10);
        assertThat(misses).isEmpty();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
