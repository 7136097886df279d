package dev.slipway.build.queue;

import java.util.UUID;

/// A fetch under way. It is interrupted only while it is away at the remote, never while it writes what it found.
final class Fetching {
    private final UUID application;
    private Thread away;
    private boolean givenUp;

    Fetching(UUID application) {
        this.application = application;
    }

    UUID application() {
        return application;
    }

    interface Work<T> {
        T run() throws InterruptedException;
    }

    /// Throws InterruptedException where the fetch was given up before or meanwhile.
    <T> T away(Work<T> work) throws InterruptedException {
        synchronized (this) {
            if (givenUp) {
                throw new InterruptedException();
            }
            away = Thread.currentThread();
        }
        try {
            return work.run();
        } catch (RuntimeException e) {
            throw given(e);
        } finally {
            back();
        }
    }

    /// Libraries on the way may forget an interrupt and call it a failure.
    private synchronized RuntimeException given(RuntimeException failure) throws InterruptedException {
        if (givenUp) {
            throw new InterruptedException();
        }
        return failure;
    }

    private synchronized void back() {
        away = null;
        Thread.interrupted();
    }

    synchronized void giveUp() {
        givenUp = true;
        if (away != null) {
            away.interrupt();
        }
    }
}
