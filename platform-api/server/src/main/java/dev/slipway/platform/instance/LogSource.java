package dev.slipway.platform.instance;

import dev.slipway.model.instance.InstanceState;
import java.util.List;

/// Where an instance's log is. kept: it failed and its container stays for its log; evidence: its last lines as the
/// node reported them, which outlive the container.
record LogSource(
        String id,
        String process,
        String node,
        String container,
        InstanceState state,
        boolean kept,
        List<String> evidence) {

    /// Whether its node can be asked.
    boolean readable() {
        return switch (state) {
            case ASSIGNED, STARTING, RUNNING, STOPPING -> container != null;
            case FAILED -> kept;
            case PENDING, STOPPED, LOST -> false;
        };
    }

    /// Whether its container may run, as far as is known.
    boolean mayGrow() {
        return switch (state) {
            case PENDING, ASSIGNED, STARTING, RUNNING, STOPPING -> true;
            case STOPPED, FAILED, LOST -> false;
        };
    }

    /// What stands before each of its lines where several logs are mixed.
    String prefix() {
        return "[" + process + "." + id + "] ";
    }

    /// What is left of the log of an instance whose node cannot be asked.
    String remains() {
        return evidence.isEmpty() ? "" : String.join("\n", evidence) + "\n";
    }
}
