package dev.slipway.engine.docker;

import dev.slipway.engine.Streams.Following;

/// Work on a virtual thread that ends by itself or when its stream is closed.
final class Background implements Following {
    private final Runnable end;
    private final Thread thread;

    /// end must make work return; it may be called more than once.
    Background(String name, Runnable work, Runnable end) {
        this.end = end;
        this.thread = Thread.ofVirtual().name(name).start(work);
    }

    @Override
    public void join() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() {
        end.run();
    }
}
