package dev.slipway.console.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogEventsTest {

    @Test
    void linesBecomePiecesAndIdsStay() throws IOException {
        assertThat(
                        relayed(
                                "id: 12\nevent: line\ndata: \u001b[31mred\u001b[0m <b>&\n\n:\n\nid: end\nevent: end\ndata: {}\n\n"))
                .isEqualTo("id: 12\nevent: line\ndata: [[\"red\",\"red\"],[\"\",\" <b>&\"]]\n\n:\n\n"
                        + "id: end\nevent: end\ndata: \n\n");
    }

    @Test
    void aLineWithReturnsInItIsTheLastOfThem() throws IOException {
        assertThat(relayed("id: 1\nevent: line\ndata: 10 %\ndata: done\n\n")).contains("[[\"\",\"done\"]]");
    }

    @Test
    void nothingInALineMakesAnEventOfItsOwn() throws IOException {
        String out = relayed("id: 1\nevent: line\ndata: data: x\\n\\nevent: end\n\n");

        assertThat(out.lines().filter(line -> line.startsWith("event: "))).containsExactly("event: line");
    }

    private static String relayed(String events) throws IOException {
        ByteArrayOutputStream browser = new ByteArrayOutputStream();
        LogEvents.relay(new ByteArrayInputStream(events.getBytes(StandardCharsets.UTF_8)), browser);
        return browser.toString(StandardCharsets.UTF_8);
    }
}
