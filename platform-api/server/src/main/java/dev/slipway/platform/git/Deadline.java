package dev.slipway.platform.git;

import java.time.Duration;

/// Ends what the thread that made it does when the time is over, unless it is closed before: interrupts it, and runs
/// what ends its reading, because an interrupt alone ends that of a virtual thread only. Once closed it never does.
final class Deadline implements AutoCloseable {
    private final Thread working = Thread.currentThread();
    private final Thread waiting;
    private final Runnable end;
    private boolean closed;
    private boolean passed;

    Deadline(Duration time, Runnable end) {
        this.end = end;
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
                end.run();
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
