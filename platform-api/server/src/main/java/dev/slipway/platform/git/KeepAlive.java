package dev.slipway.platform.git;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Keeps a silent answer alive while its thread waits for a build, and interrupts that thread when the client has
/// gone.
final class KeepAlive implements AutoCloseable {
    private final AnswerStream stream;
    private final long silence;
    private final Thread watcher = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;

    /// For the calling thread, which closes it.
    KeepAlive(AnswerStream stream, Duration silence) {
        this.stream = stream;
        this.silence = silence.toNanos();
        this.thread = Thread.ofVirtual().name("git-keep-alive").start(this::run);
    }

    private void run() {
        try {
            long wait = silence;
            while (!ended.await(wait, TimeUnit.NANOSECONDS)) {
                wait = silence - stream.silentNanos();
                if (wait <= 0) {

                    stream.signOfLife();
                    wait = silence;
                }
            }
        } catch (IOException | RuntimeException _) {

            watcher.interrupt();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Afterwards the calling thread is not interrupted any more on the client's account.
    @Override
    public void close() {
        ended.countDown();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                // The client has gone; the thread ends by itself.
            }
        }
        Thread.interrupted();
    }
}
