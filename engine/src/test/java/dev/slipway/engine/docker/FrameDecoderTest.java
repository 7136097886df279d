package dev.slipway.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.Recorder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 13, 1000})
    void framesAreTakenApartWhereverTheyAreCut(int piece) {
        byte[] bytes = frames();
        Recorder recorder = new Recorder();
        FrameDecoder decoder = new FrameDecoder(recorder);

        for (int at = 0; at < bytes.length; at += piece) {
            decoder.accept(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
        }

        assertThat(recorder.output()).isEqualTo("hello world\n");
        assertThat(recorder.errors()).isEqualTo("oh no\n");
    }

    @Test
    void lastPieceOfALongLineInALogGetsItsEnd() {
        Recorder recorder = new Recorder();
        String piece = "x".repeat(16 << 10);

        FrameDecoder decoder = FrameDecoder.ofLog(recorder);
        for (String text : List.of(piece, "end", "short\n", piece, "")) {
            decoder.accept(ByteBuffer.wrap(frame(1, "2026-01-02T03:04:05.000000006Z " + text)));
        }

        assertThat(recorder.output()).isEqualTo(piece + "end\nshort\n" + piece + "\n");
    }

    private static byte[] frames() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(frame(1, "hello "));
        bytes.writeBytes(frame(2, "oh no\n"));
        bytes.writeBytes(frame(1, ""));
        bytes.writeBytes(frame(1, "world\n"));
        return bytes.toByteArray();
    }

    private static byte[] frame(int output, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + payload.length)
                .put((byte) output)
                .put(new byte[3])
                .putInt(payload.length)
                .put(payload)
                .array();
    }
}
