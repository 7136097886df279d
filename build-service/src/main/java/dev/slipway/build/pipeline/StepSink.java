package dev.slipway.build.pipeline;

import dev.slipway.engine.Streams.Sink;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes what an engine says of the steps of a Dockerfile to the log, and remembers which step it was at and which
/// images it named. A program in a step can say the same words: it misleads its own build alone.
final class StepSink implements Sink {
    private static final Pattern IMAGE = Pattern.compile(" ---> ([0-9a-f]{12})\n?");
    private static final Pattern STEP = Pattern.compile("Step \\d{1,4}/\\d{1,4} : (.{1,300}).*", Pattern.DOTALL);
    private static final int LONGEST = 2048;
    private static final int MOST_IMAGES = 2000;

    private final LogShipper log;
    private final Set<String> images = new LinkedHashSet<>();
    private volatile String step = "";

    StepSink(LogShipper log) {
        this.log = log;
    }

    @Override
    public void accept(boolean error, byte[] bytes, int offset, int length) {
        log.write(bytes, offset, length);
        String said = new String(bytes, offset, Math.min(length, LONGEST), StandardCharsets.UTF_8);
        Matcher begun = STEP.matcher(said);
        Matcher made = IMAGE.matcher(said);
        if (begun.matches()) {
            step = begun.group(1).strip();
        } else if (made.matches() && images.size() < MOST_IMAGES) {
            images.add(made.group(1));
        }
    }

    /// The instruction it was at last; empty before the first.
    String step() {
        return step;
    }

    /// The beginnings of the ids of the images that it has met.
    Set<String> images() {
        return images;
    }
}
