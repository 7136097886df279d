package dev.slipway.platform.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogPlaceTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00.000000001Z");

    private record Line(Instant time, int number) {}

    /// However lines are stamped (the same time twice, output and error output a little out of order), whoever breaks
    /// off anywhere and comes back, as often as they like, reads every line once.
    @Property(tries = 500)
    void whoeverComesBackMissesNothingAndReadsNothingTwice(
            @ForAll("logs") List<Line> log, @ForAll @IntRange(min = 1, max = 40) int each) {
        List<Integer> read = new ArrayList<>();
        LogPlace place = null;
        while (read.size() < log.size()) {
            LogPlace from =
                    place == null ? null : LogPlace.parse(place.toString()).orElseThrow();
            LogResumption resumption = new LogResumption(from);
            int told = 0;
            place = from;
            for (Line line : since(log, from)) {
                if (told == each) {
                    break;
                }
                if (!resumption.told(line.time())) {
                    place = place == null ? LogPlace.first(line.time()) : place.after(line.time());
                    read.add(line.number());
                    told++;
                }
            }
            if (told == 0) {
                break;
            }
        }
        assertThat(read).isEqualTo(log.stream().map(Line::number).toList());
    }

    /// As engines do it.
    private static List<Line> since(List<Line> log, LogPlace from) {
        return from == null
                ? log
                : log.stream()
                        .filter(line -> !line.time().isBefore(from.anchor()))
                        .toList();
    }

    @Provide
    Arbitrary<List<Line>> logs() {
        Arbitrary<Long> steps = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.longs().between(0, 3)),
                net.jqwik.api.Tuple.of(3, Arbitraries.longs().between(0, 900_000_000)),
                net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(0, 5_000_000_000L)),
                net.jqwik.api.Tuple.of(2, Arbitraries.longs().between(-50_000, 0)));
        return steps.list().ofMinSize(1).ofMaxSize(200).map(LogPlaceTest::log);
    }

    /// A step back is one line's; the next goes on from where the clock is.
    private static List<Line> log(List<Long> steps) {
        List<Line> log = new ArrayList<>();
        Instant clock = START;
        for (long step : steps) {
            if (step > 0) {
                clock = clock.plusNanos(step);
            }
            Instant time = step < 0 && !log.isEmpty() ? clock.plusNanos(step) : clock;
            log.add(new Line(log.isEmpty() ? START.minusSeconds(1) : time, log.size()));
        }
        return log;
    }

    @Test
    void whereTheAnchorHasBeenDroppedWhatIsNotLaterIsNotToldAgain() {
        LogPlace place = LogPlace.first(START).after(START.plusSeconds(1));
        LogResumption resumption = new LogResumption(place);

        assertThat(resumption.told(START.plusSeconds(1))).isTrue();
        assertThat(resumption.told(START.plusSeconds(2))).isFalse();
    }

    @Test
    void onlyWhatWasMadeHereIsRead() {
        assertThat(LogPlace.parse("x")).isEmpty();
        assertThat(LogPlace.parse("zzzzzzzzzzzzz.1.1")).isEmpty();
        assertThat(LogPlace.parse(LogPlace.first(START).toString())).contains(LogPlace.first(START));
    }
}
