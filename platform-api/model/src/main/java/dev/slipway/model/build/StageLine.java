package dev.slipway.model.build;

import java.util.Locale;
import java.util.regex.Pattern;

/// The lines of a build's log between which a stage ran, without their ends. However long a stage took, its last
/// line is as long: a node's next process tells it again and skips by length what was told before.
public final class StageLine {
    private static final String BEGUN = "--> ";
    private static final String ENDED = "<-- ";
    private static final String NAME = "[a-z][a-z-]{0,29}";
    private static final Pattern BEGIN = Pattern.compile(BEGUN + NAME);
    private static final Pattern END = Pattern.compile(ENDED + NAME + " +\\d{1,7}\\.\\d{3} s(?: failed| stopped)?");

    private StageLine() {}

    /// How a stage ended: as it should, with a failure of the build, or because somebody or something stopped it.
    public enum End {
        DONE(""),
        FAILED(" failed"),
        STOPPED(" stopped");

        private final String words;

        End(String words) {
            this.words = words;
        }
    }

    public static String begun(String stage) {
        return BEGUN + stage;
    }

    /// millis below 10,000,000.
    public static String ended(String stage, long millis, End end) {
        return ENDED + String.format(Locale.ROOT, "%-16s %8.3f s", stage, millis / 1000.0) + end.words;
    }

    public static boolean begins(String line) {
        return line.startsWith(BEGUN) && BEGIN.matcher(line).matches();
    }

    public static boolean ends(String line) {
        return line.startsWith(ENDED) && END.matcher(line).matches();
    }

    /// Of a line that ends one.
    public static boolean endsWithFailure(String line) {
        return ends(line) && line.endsWith(End.FAILED.words);
    }
}
