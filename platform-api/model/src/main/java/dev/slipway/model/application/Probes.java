package dev.slipway.model.application;

/// Startup: has it booted. Readiness: may it take traffic. Liveness: must it restart. Each may be null.
public record Probes(Probe startup, Probe readiness, Probe liveness) {
    public static final Probes NONE = new Probes(null, null, null);
}
