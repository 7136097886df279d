package dev.slipway.model.process;

import java.time.Duration;

/// Gives memory back while a process has nothing to do. A heap grows while a process starts or works hard, and the
/// serial collector shrinks it only in a full collection, which nothing asks for when nothing happens.
public final class Rest {
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Runnable collection;
    private Look last;
    private long settled;

    Rest(Look first, Runnable collection) {
        this.last = first;
        this.collection = collection;
    }

    /// In the background, as long as the process lives.
    public static void begin() {
        Rest rest = new Rest(look(), System::gc);
        Thread.ofPlatform().daemon().name("rest").start(rest::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                if (due(look())) {
                    collection.run();
                    settle(look());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Processor time since the start, and the heap that is held, in bytes.
    record Look(Duration processor, long heap) {

        /// Less than a tenth of one processor since the look before: looking after many resting instances takes a
        /// quarter of that.
        boolean quietSince(Look before) {
            return processor.minus(before.processor).multipliedBy(10).compareTo(PERIOD) < 0;
        }
    }

    /// Once after it became quiet, and again only when the heap has grown by a fifth since.
    boolean due(Look now) {
        boolean quiet = now.quietSince(last);
        last = now;
        return quiet && now.heap > settled + settled / 5;
    }

    void settle(Look now) {
        settled = now.heap;
        last = now;
    }

    private static Look look() {
        Duration processor = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return new Look(processor, Runtime.getRuntime().totalMemory());
    }
}
