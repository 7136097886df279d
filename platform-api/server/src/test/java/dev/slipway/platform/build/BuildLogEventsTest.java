package dev.slipway.platform.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.http.EventReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BuildLogEventsTest {
    private static final byte[] LOG = "one\ntwo €\n\nprogress 1\rprogress 2\nlast".getBytes(StandardCharsets.UTF_8);

    @Test
    void everyLineIsAnEventAndACarriageReturnALinesEnd() throws IOException {
        assertThat(read(LogPosition.START, LOG.length).data("line"))
                .containsExactly("one", "two €", "", "progress 1\nprogress 2", "last");
    }

    /// Wherever chunks and connections break, the lines told are those of the log.
    @Property(tries = 200)
    void aReaderThatComesBackMissesNothingAndReadsNothingTwice(
            @ForAll @IntRange(min = 1, max = 40) int chunk,
            @ForAll @Size(max = 4) List<@IntRange(min = 0, max = 4) Integer> breaks)
            throws IOException {
        List<String> lines = new ArrayList<>();
        LogPosition position = LogPosition.START;
        for (int after : breaks) {
            EventReading read = read(position, chunk);
            int kept = Math.min(after, read.events().size());
            lines.addAll(read.first(kept).data("line"));
            position = kept == 0
                    ? position
                    : LogPosition.of(read.events().get(kept - 1).id());
        }
        lines.addAll(read(position, chunk).data("line"));

        assertThat(lines).isEqualTo(read(LogPosition.START, LOG.length).data("line"));
    }

    private static EventReading read(LogPosition from, int chunk) throws IOException {
        EventReading reading = new EventReading();
        BuildLogEvents events = new BuildLogEvents(reading.stream(), from, () -> null);
        for (int at = (int) from.bytes(); at < LOG.length; at += chunk) {
            events.accept(LOG, at, Math.min(chunk, LOG.length - at));
        }
        events.end();
        return reading;
    }

    @Test
    void aStageIsToldWhenItBeginsAndNotAgainToWhoHeardOfIt() throws IOException {
        EventReading first = new EventReading();
        BuildLogEvents events = new BuildLogEvents(first.stream(), LogPosition.START, () -> "assemble");
        events.accept(LOG, 0, 4);

        assertThat(first.data("stage")).containsExactly("assemble");
        assertThat(events.position()).hasToString("4-assemble");

        EventReading again = new EventReading();
        new BuildLogEvents(again.stream(), LogPosition.of("4-assemble"), () -> "assemble").accept(LOG, 4, 4);
        assertThat(again.data("stage")).isEmpty();
    }

    @Test
    void aReaderThatIsGoneEndsTheReading() {
        EventReading reading = new EventReading();
        reading.leave();
        BuildLogEvents events = new BuildLogEvents(reading.stream(), LogPosition.START, () -> null);

        assertThatThrownBy(() -> events.accept(LOG, 0, 0)).isInstanceOf(BuildLogEvents.ReaderGone.class);
    }

    @Test
    void aPositionThatWasNotGivenHereIsRefused() {
        assertThatThrownBy(() -> LogPosition.of("-4")).isInstanceOf(PlatformException.class);
        assertThatThrownBy(() -> LogPosition.of("9999999999999999999")).isInstanceOf(PlatformException.class);
    }
}
