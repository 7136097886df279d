package dev.slipway.platform.audit;

import java.time.Duration;
import java.time.Instant;

/// So many a minute: who cannot sign in must not be able to fill the disk either.
final class Allowance {
    private final int most;
    private Instant begun = Instant.EPOCH;
    private int taken;

    Allowance(int most) {
        this.most = most;
    }

    synchronized boolean take(Instant now) {
        if (Duration.between(begun, now).compareTo(Duration.ofMinutes(1)) >= 0) {
            begun = now;
            taken = 0;
        }
        return taken++ < most;
    }
}
