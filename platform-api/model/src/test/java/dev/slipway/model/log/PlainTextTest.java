package dev.slipway.model.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void nothingIsLeftForATerminalToDo() {
        assertThat(PlainText.line(
                        "\u001B[31mred\u001B[0m \u001B]0;title\u0007a\u001B(0b\rc\u009bd\u202ee\ufeff\tf\u0000"))
                .isEqualTo("red a0bcde\tf");
    }

    @Test
    void textIsCut() {
        assertThat(PlainText.of("abcdef", 3)).isEqualTo("abc");
    }
}
