package dev.slipway.console.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT0S, just now",
        "PT4S, just now",
        "PT5S, 5 s ago",
        "PT119S, 119 s ago",
        "PT2M, 2 min ago",
        "PT119M, 119 min ago",
        "PT2H, 2 h ago",
        "PT47H, 47 h ago",
        "PT48H, 2 days ago",
        "PT720H, 30 days ago",
        "PT744H, on 21 Oct 2026",
        "PT-3H, in 3 h",
        "PT-9000H, on 1 Dec 2027"
    })
    void timesAreRelativeWithTheirUnit(Duration ago, String words) {
        assertThat(Moment.of(NOW.minus(ago), NOW).relative()).isEqualTo(words);
    }

    @Test
    void theExactTimeIsAtHand() {
        Moment moment = Moment.of(Instant.parse("2026-11-21T08:05:09.123Z"), NOW);

        assertThat(moment.exact()).isEqualTo("2026-11-21 08:05:09 UTC");
        assertThat(moment.iso()).isEqualTo("2026-11-21T08:05:09Z");
        assertThat(Moment.of(null, NOW)).isEqualTo(Moment.NEVER);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.584S, 584 ms",
        "PT1.44S, 1.4 s",
        "PT59.9S, 59.9 s",
        "PT64S, 1 min 4 s",
        "PT3H5M, 3 h 5 min",
        "PT-1S, 0 ms"
    })
    void lengthsHaveTheirUnit(Duration length, String words) {
        assertThat(Length.of(length)).hasToString(words);
    }

    @Test
    void everyStateHasAWord() {
        for (String state :
                "new building deploying running degraded crashed idle stopped deleted deleting".split(" ")) {
            assertThat(Mark.application(state).word()).isEqualTo(state);
        }
        assertThat(Mark.instance("running", false).word()).isEqualTo("running, not ready");
        assertThat(Mark.work("failed").tone()).isEqualTo(Mark.Tone.BAD);
    }
}
