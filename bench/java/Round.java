import java.time.Duration;
import java.util.Locale;

/// One measurement and how busy the machine was. busyBefore: the share of processor time that others used just before
/// it began; busy: that all used while it lasted, ours included. Both 0 to 1.
record Round(
        String contender, int number, boolean warmUp, String load, double busyBefore, double busy, Timeline timeline) {

    static Round of(Contender contender, int number, boolean warmUp, String text, Duration patience) {
        double before = Machine.quiet(patience);
        String load = Machine.load();
        Machine.Processors start = Machine.processors();
        Timeline timeline = contender.round(text);
        Round round = new Round(
                contender.name(),
                number,
                warmUp,
                load,
                before,
                Machine.processors().busySince(start),
                timeline);
        System.err.println(round);
        return round;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "bench: round %d%s, %s: %.0f ms (load %s, others before %.0f %%, all while %.0f %%)",
                number,
                warmUp ? " (warm-up)" : "",
                contender,
                timeline.live(),
                load,
                busyBefore * 100,
                busy * 100);
    }
}
