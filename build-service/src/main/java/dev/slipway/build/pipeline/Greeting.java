package dev.slipway.build.pipeline;

import dev.slipway.engine.Streams.Sink;
import java.nio.charset.StandardCharsets;

/// What a build container says first, and only when it has unpacked the whole of its input. Hands everything on and
/// notices it once.
final class Greeting implements Sink {
    private final byte[] expected;
    private final Runnable heard;
    private final Sink next;
    private int matched;

    Greeting(String assemble, Runnable heard, Sink next) {
        this.expected = (text(assemble) + "\n").getBytes(StandardCharsets.UTF_8);
        this.heard = heard;
        this.next = next;
    }

    /// assemble may be a shell's word for the script's path.
    static String text(String assemble) {
        return "Assembling with " + assemble;
    }

    @Override
    public void accept(boolean error, byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length && matched >= 0 && matched < expected.length; i++) {
            matched = bytes[i] == expected[matched] ? matched + 1 : -1;
            if (matched == expected.length) {
                heard.run();
            }
        }
        next.accept(error, bytes, offset, length);
    }
}
