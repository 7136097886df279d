package dev.slipway.engine.docker;

import dev.slipway.engine.Streams.Sink;

/// A story that may be told again from its beginning: each byte goes on once.
final class Retelling implements Sink {
    private final Sink sink;
    private long told;
    private long known;

    Retelling(Sink sink) {
        this.sink = sink;
    }

    /// From now on it is told from the beginning.
    Retelling again() {
        known = told;
        return this;
    }

    @Override
    public void accept(boolean error, byte[] bytes, int offset, int length) {
        int skipped = (int) Math.min(known, length);
        known -= skipped;
        if (skipped < length) {
            told += length - skipped;
            sink.accept(error, bytes, offset + skipped, length - skipped);
        }
    }
}
