package dev.slipway.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogPartTest {

    @Test
    void theEndIsWhereTheEventsGoOn() {
        LogPart part = read("one\ntwo €\nhal", true);

        assertThat(part.lines()).hasSize(2);
        assertThat(part.end()).isEqualTo("one\ntwo €\n".getBytes(StandardCharsets.UTF_8).length);
        assertThat(part.cut()).isFalse();
    }

    @Test
    void ofALogThatHasEndedTheLastLineNeedsNoEnd() {
        assertThat(read("one\nhalf", false).lines()).hasSize(2);
    }

    @Test
    void ofALongLogTheLastLinesAreShownWithTheirNumbers() {
        String log =
                IntStream.rangeClosed(1, 5_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n", "", "\n"));

        LogPart part = read(log, true);

        assertThat(part.lines()).hasSize(LogPart.MOST);
        assertThat(part.first()).isEqualTo(3_001);
        assertThat(part.lines().getFirst().pieces().getFirst().text()).isEqualTo("line 3001");
        assertThat(part.end()).isEqualTo(log.length());
    }

    private static LogPart read(String log, boolean whole) {
        return LogPart.of(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), whole);
    }
}
