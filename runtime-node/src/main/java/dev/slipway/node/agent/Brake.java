package dev.slipway.node.agent;

import java.time.Duration;
import java.time.Instant;

/// Slows down a wrong order to stop most of what runs, so that people have time to notice. In each
/// slice of 2 s at most max(5, half of the running) instances are stopped. openedAt null: no slice yet.
public record Brake(Instant openedAt, int limit, int used) {
    static final Duration SLICE = Duration.ofSeconds(2);
    static final int ALWAYS = 5;

    public static final Brake OPEN = new Brake(null, ALWAYS, 0);

    /// This slice, or a new one when it is over; running counts instances that run and are not being stopped.
    Brake at(Instant now, int running) {
        boolean over = openedAt == null || !now.isBefore(openedAt.plus(SLICE));
        return over ? new Brake(now, Math.max(ALWAYS, running / 2), 0) : this;
    }

    int left() {
        return Math.max(0, limit - used);
    }

    Brake spent(int stops) {
        return new Brake(openedAt, limit, used + stops);
    }
}
