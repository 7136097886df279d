package dev.slipway.console.application;

import dev.slipway.console.display.Mark;
import java.util.List;

/// How an application does, and where something is wrong why, what shows it and what to do.
public record Status(
        String state, String build, String rollout, String health, Cause cause, List<String> evidence, String next) {
    public record Cause(String code, String message) {}

    /// An application whose first build failed is as new as before, which would hide what people must see.
    public Mark mark() {
        return state.equals("new") && build.equals("failed")
                ? new Mark("build failed", Mark.Tone.BAD)
                : Mark.application(state);
    }

    /// Whether it will soon be something else.
    public boolean busy() {
        return mark().busy() || Mark.work(build).busy() || Mark.work(rollout).busy();
    }
}
