package dev.slipway.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Keeps what a container says, its two outputs apart.
public final class Recorder implements Streams.Sink {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Override
    public synchronized void accept(boolean error, byte[] bytes, int offset, int length) {
        (error ? errors : output).write(bytes, offset, length);
    }

    public synchronized String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    public synchronized String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }
}
