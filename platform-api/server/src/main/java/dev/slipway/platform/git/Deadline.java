package dev.slipway.platform.git;

import java.time.Duration;

/// Interrupts the thread that made it when the time is over, unless it is closed before. Once closed it never does.
final class Deadline implements AutoCloseable {
    private final Thread working = Thread.currentThread();
    private final Thread waiting;
    private boolean closed;
    private boolean passed;

    Deadline(Duration time) {
        this.waiting = Thread.ofVirtual().name("deadline").start(() -> pass(time));
    }

    private void pass(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            return;
        }
        synchronized (this) {
            if (!closed) {
                passed = true;
                working.interrupt();
            }
        }
    }

    synchronized boolean passed() {
        return passed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        waiting.interrupt();
    }
}
