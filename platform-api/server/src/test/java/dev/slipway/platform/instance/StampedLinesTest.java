package dev.slipway.platform.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StampedLinesTest {
    private static final String STAMP = "2026-11-21T10:00:00.000000001Z ";

    private final List<String> lines = new ArrayList<>();
    private final StampedLines out = new StampedLines((_, text) -> lines.add(text));

    @Test
    void linesLoseTheirTimeAndKeepTheirBlanks() throws IOException {
        write(STAMP + "one two\n" + STAMP + "\n" + STAMP + " three");
        out.close();

        assertThat(lines).containsExactly("one two", "", " three");
    }

    @Test
    void aLongLineComesInThePiecesThatTheEngineKeeps() throws IOException {
        String piece = "x".repeat(16 << 10);
        write(STAMP + piece + STAMP + "rest\n" + STAMP + piece + "\n" + STAMP + "next\n");

        assertThat(lines).containsExactly(piece, "rest", piece, "next");
    }

    @Test
    void aNodeThatGivesNoTimesIsNotRead() {
        assertThatThrownBy(() -> write("hello world\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> write("x".repeat(100))).isInstanceOf(IOException.class);
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
