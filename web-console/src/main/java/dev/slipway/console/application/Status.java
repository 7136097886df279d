package dev.slipway.console.application;

import dev.slipway.console.display.Mark;
import java.util.List;

/// How an application does, and where something is wrong why, what shows it and what to do.
public record Status(
        String state, String build, String rollout, String health, Cause cause, List<String> evidence, String next) {
    public record Cause(String code, String message) {}

    public Mark mark() {
        return Mark.application(state);
    }

    /// Whether it will soon be something else.
    public boolean busy() {
        return mark().busy() || Mark.work(build).busy() || Mark.work(rollout).busy();
    }
}
