package dev.slipway.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.console.log.LogLine.Piece;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
    private static final String ESC = "\u001b";

    @Test
    void coloursBecomeNamesAndNothingElse() {
        assertThat(LogLine.of(ESC + "[1;31mno" + ESC + "[0m way " + ESC + "[92mout" + ESC + "[39m.")
                        .pieces())
                .containsExactly(
                        new Piece("red", "no"), new Piece("", " way "), new Piece("green", "out"), new Piece("", "."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[2J",
                "[10;20H",
                "[?25l",
                "]0;a title\u0007",
                "]8;;https://evil.example\u001b\\",
                "]52;c;YWJj\u0007",
                "P1$r\u001b\\",
                "^private\u001b\\",
                "_apc\u001b\\",
                "c",
                "(B",
                "[38;2;1;2;3m",
                "[38:5:1m",
                "[999999999999m",
                "[;;;m",
                "[<1m",
                "7",
                "[31",
                "]unfinished"
            })
    void sequencesThatMoveOrLinkAreLeftOut(String sequence) {
        String shown = text("before " + ESC + sequence);

        assertThat(shown).isEqualTo("before ");
    }

    @Test
    void charactersThatHideOrTurnTextAreLeftOut() {
        assertThat(text("a\u202Eb\u2066c\u0000d\u0008e\u200Ff\u009b31mg\ufeffh"))
                .isEqualTo("abcdefgh");
        assertThat(text("tab\tstays")).isEqualTo("tab\tstays");
    }

    @ParameterizedTest
    @CsvSource({"'10 %\r50 %\rdone', done", "'line\r', line", "'one\rtwo\r\r', two", "'\r', ''", "'', ''"})
    void ofALineThatIsWrittenAgainTheLastCounts(String line, String shown) {
        assertThat(text(line)).isEqualTo(shown);
    }

    @Test
    void longLinesAreCutAndSayso() {
        assertThat(text("x".repeat(50_000)))
                .hasSizeLessThan(LogLine.LONGEST + 100)
                .endsWith("(cut after 10000 characters)");
    }

    private static String text(String line) {
        return LogLine.of(line).pieces().stream().map(Piece::text).collect(Collectors.joining());
    }
}
