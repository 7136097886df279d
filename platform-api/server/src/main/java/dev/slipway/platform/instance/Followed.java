package dev.slipway.platform.instance;

import java.util.Set;

/// An instance whose log is being told: where the log is, and how the instance stands.
record Followed(LogSource source, InstanceAnswer instance) {

    /// Whether nothing of it will come any more. ended holds those whose logs have been read to their end.
    boolean over(Set<String> ended) {
        return switch (instance.state()) {
            case PENDING, ASSIGNED, STARTING, RUNNING, STOPPING -> false;
            case STOPPED, FAILED, LOST -> ended.contains(source.id()) || !source.readable();
        };
    }
}
