package dev.slipway.model.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmlessOutputTest {
    private static final String DEL = "\u007f";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain\twords\r\n",
                "Grüße aus Köln, €, 日本, 😀, Ğ",
                "\u001B[31mred\u001B[0m \u001B[1;38;5;200mbold\u001B[m",
                "10 %\u001B[2K\u001B[1G20 %\u001B[K"
            })
    void textColoursAndProgressPassAsTheyAre(String text) throws IOException {
        assertThat(harmless(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001B[2J",
                "\u001B[H",
                "\u001B[3A",
                "\u001B[?1049h",
                "\u001B[?31m",
                "\u001B[31$m",
                "\u001Bc",
                "\u001B(0",
                "\u001B]0;title\u0007",
                "\u001B]52;c;ZXZpbA==\u001B\\",
                "\u001B]8;;https://evil.example\u001B\\",
                "\u001BPq#0\u001B\\",
                "\u001B_x\u001B\\",
                "\u0007",
                "\b",
                "\u0000",
                "\u009b",
                "\u202e",
                "\u2066",
                "\u200f",
                "\u061c",
                "\ufeff"
            })
    void whatATerminalWouldDoIsNotDone(String sequence) throws IOException {
        String dropped = DEL.repeat(sequence.getBytes(StandardCharsets.UTF_8).length);

        assertThat(harmless("a" + sequence + "b")).isEqualTo("a" + dropped + "b");
    }

    @Test
    void aTextForTheTerminalEndsWithItsLine() throws IOException {
        assertThat(harmless("\u001B]0;title\nnext")).isEqualTo(DEL.repeat(9) + "\nnext");
        assertThat(harmless("\u001B[31\nnext")).isEqualTo(DEL.repeat(4) + "\nnext");
        assertThat(harmless("\u001B]0;a\u001B[31mred")).isEqualTo(DEL.repeat(5) + "\u001B[31mred");
        assertThat(harmless("end\u001B[3")).isEqualTo("end" + DEL.repeat(3));
    }

    @Test
    void bytesOfNoCharacterAreNoControls() throws IOException {
        byte[] raw = {'a', (byte) 0x9b, '3', (byte) 0xe2, 'b', (byte) 0xe4, (byte) 0xc4, (byte) 0x9e};

        assertThat(harmless(raw, 1))
                .containsExactly('a', 0x7f, '3', (byte) 0xe2, 'b', (byte) 0xe4, (byte) 0xc4, (byte) 0x9e);
    }

    /// Whatever comes, and however it is cut: as long as before, the same, harmless, and not changed once more.
    @Property
    void lengthStaysAndNothingHarmfulIsLeft(
            @ForAll("output") byte[] output, @ForAll @IntRange(min = 1, max = 50) int piece) throws IOException {
        byte[] harmless = harmless(output, piece);

        assertThat(harmless).hasSameSizeAs(output).isEqualTo(harmless(output, output.length + 1));
        assertThat(harmless(harmless, piece)).isEqualTo(harmless);
        String rest = new String(harmless, StandardCharsets.ISO_8859_1).replaceAll("\u001B\\[[0-9;:]*[mGK]", "");
        assertThat(rest).doesNotContainPattern("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]");
    }

    @Provide
    Arbitrary<byte[]> output() {
        Arbitrary<Byte> likely = Arbitraries.of("\u001B[]P\\;?0123mGKJHc(\n\r\u0007ab"
                .chars()
                .mapToObj(c -> (byte) c)
                .toArray(Byte[]::new));
        return Arbitraries.frequencyOf(Tuple.of(3, likely), Tuple.of(1, Arbitraries.bytes()))
                .array(byte[].class)
                .ofMaxSize(200);
    }

    private static String harmless(String text) throws IOException {
        return new String(harmless(text.getBytes(StandardCharsets.UTF_8), 3), StandardCharsets.UTF_8);
    }

    private static byte[] harmless(byte[] output, int piece) throws IOException {
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        HarmlessOutput harmless = new HarmlessOutput(passed::write);
        for (int at = 0; at < output.length; at += piece) {
            harmless.accept(output, at, Math.min(piece, output.length - at));
        }
        harmless.end();
        return passed.toByteArray();
    }
}
