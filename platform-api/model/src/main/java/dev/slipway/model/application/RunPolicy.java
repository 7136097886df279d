package dev.slipway.model.application;

import java.util.Arrays;
import java.util.stream.Collectors;

/// How the builds of one application follow each other; the names are OpenShift's.
public enum RunPolicy {
    /// One at a time, each of them, in their order.
    SERIAL("serial"),
    /// One at a time; of what pushes and other triggers bring only the newest that waits.
    SERIAL_LATEST_ONLY("serial-latest-only"),
    /// Beside each other, as far as the limits of project and nodes allow.
    PARALLEL("parallel");

    private final String text;

    RunPolicy(String text) {
        this.text = text;
    }

    /// Throws IllegalArgumentException.
    public static RunPolicy parse(String text) {
        return Arrays.stream(values())
                .filter(policy -> policy.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(values()).map(RunPolicy::toString).collect(Collectors.joining(", "))));
    }

    /// As in the interface and in the database.
    @Override
    public String toString() {
        return text;
    }
}
