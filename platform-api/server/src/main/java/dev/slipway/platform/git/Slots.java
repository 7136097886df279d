package dev.slipway.platform.git;

import dev.slipway.model.fault.ErrorCode;
import dev.slipway.model.fault.PlatformException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// How many Git operations run at a time; who comes then waits in order, and not for ever.
final class Slots {
    private final Semaphore free;
    private final Duration patience;

    Slots(int number, Duration patience) {
        this.free = new Semaphore(number, true);
        this.patience = patience;
    }

    /// Throws UNAVAILABLE when none gets free in time.
    Slot take() {
        try {
            if (free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Slot();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw PlatformException.of(
                ErrorCode.UNAVAILABLE, "Too many fetches and pushes at a time.", "Try again in a minute.");
    }

    int free() {
        return free.availablePermits();
    }

    /// May be given back early, and more than once.
    final class Slot implements AutoCloseable {
        private final AtomicBoolean held = new AtomicBoolean(true);

        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                free.release();
            }
        }
    }
}
