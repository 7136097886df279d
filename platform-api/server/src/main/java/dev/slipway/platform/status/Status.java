package dev.slipway.platform.status;

import java.util.List;

/// How an application does: one word derived from three facets, and where something is wrong its one cause, the
/// evidence and the next step.
public record Status(
        String state, String build, String rollout, String health, Cause cause, List<String> evidence, String next) {

    public record Cause(String code, String message) {}
}
