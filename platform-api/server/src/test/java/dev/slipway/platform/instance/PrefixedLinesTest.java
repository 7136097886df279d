package dev.slipway.platform.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrefixedLinesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void everyLineGetsThePrefixHoweverItIsCut() throws IOException {
        try (PrefixedLines lines = new PrefixedLines("[web.1] ", out)) {
            write(lines, "he");
            write(lines, "llo\nwor");
            write(lines, "ld\nend");
        }
        assertThat(out).hasToString("[web.1] hello\n[web.1] world\n[web.1] end\n");
    }

    @Test
    void twoLogsMixByWholeLines() throws IOException {
        try (PrefixedLines a = new PrefixedLines("a ", out);
                PrefixedLines b = new PrefixedLines("b ", out)) {
            write(a, "one\ntw");
            write(b, "uno\n");
            write(a, "o\n");
        }
        assertThat(out).hasToString("a one\nb uno\na two\n");
    }

    @Test
    void anEmptyLogWritesNothing() throws IOException {
        new PrefixedLines("a ", out).close();
        assertThat(out.size()).isZero();
    }

    private static void write(PrefixedLines lines, String text) throws IOException {
        lines.write(text.getBytes(StandardCharsets.UTF_8));
        lines.flush();
    }
}
