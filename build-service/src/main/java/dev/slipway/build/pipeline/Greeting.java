package dev.slipway.build.pipeline;

import dev.slipway.engine.Streams.Sink;
import java.nio.charset.StandardCharsets;

/// The line that a build container says only when it has unpacked the whole of its input, first of all but for what the
/// image's ENTRYPOINT or tar may say. Hands everything on and notices it once.
final class Greeting implements Sink {
    private static final int OTHERWISE = -1;

    private final byte[] expected;
    private final Runnable heard;
    private final Sink next;
    /// How much of the line that is heard is as expected; below 0 it is another one.
    private int matched;
    private boolean said;

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
        for (int i = offset; i < offset + length && !said; i++) {
            hear(bytes[i]);
        }
        next.accept(error, bytes, offset, length);
    }

    private void hear(byte letter) {
        if (matched < 0 || letter != expected[matched]) {
            matched = letter == '\n' ? 0 : OTHERWISE;
        } else if (++matched == expected.length) {
            said = true;
            heard.run();
        }
    }
}
