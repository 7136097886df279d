package dev.slipway.console.display;

/// A state as people see it: a word, a colour and a shape, so that no state is told by colour alone.
public record Mark(String word, Tone tone) {

    /// Its name is a class of the style sheet and chooses the shape.
    public enum Tone {
        GOOD,
        BUSY,
        WARN,
        BAD,
        OFF;

        public String style() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public static Mark application(String state) {
        return switch (state) {
            case "running" -> new Mark(state, Tone.GOOD);
            case "building", "deploying", "deleting" -> new Mark(state, Tone.BUSY);
            case "degraded" -> new Mark(state, Tone.WARN);
            case "crashed" -> new Mark(state, Tone.BAD);
            default -> new Mark(state, Tone.OFF);
        };
    }

    /// Of a build or a deployment.
    public static Mark work(String state) {
        return switch (state) {
            case "succeeded" -> new Mark(state, Tone.GOOD);
            case "queued", "running", "pending", "rolling" -> new Mark(state, Tone.BUSY);
            case "failed" -> new Mark(state, Tone.BAD);
            default -> new Mark(state, Tone.OFF);
        };
    }

    public static Mark instance(String state, boolean ready) {
        return switch (state) {
            case "running" -> ready ? new Mark("ready", Tone.GOOD) : new Mark("running, not ready", Tone.WARN);
            case "pending", "assigned", "starting", "stopping" -> new Mark(state, Tone.BUSY);
            case "failed", "lost" -> new Mark(state, Tone.BAD);
            default -> new Mark(state, Tone.OFF);
        };
    }

    public boolean busy() {
        return tone == Tone.BUSY;
    }
}
