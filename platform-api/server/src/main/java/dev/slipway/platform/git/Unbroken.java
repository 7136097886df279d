package dev.slipway.platform.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Work on repositories that an interrupt does not end: it would close the files under it.
final class Unbroken {
    private Unbroken() {}

    /// Does the work on a thread of its own. An interrupt that came meanwhile counts when it has ended. Lets through
    /// what it throws, IOException as UncheckedIOException.
    static <T> T run(String name, Callable<T> work) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread worker = Thread.ofVirtual().name(name).start(task);
        boolean interrupted = Thread.interrupted();
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            throw new InterruptedException();
        }
        return result(task);
    }

    private static <T> T result(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case IOException io -> throw new UncheckedIOException(io);
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }
}
