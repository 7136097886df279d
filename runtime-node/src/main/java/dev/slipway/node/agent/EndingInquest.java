package dev.slipway.node.agent;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.node.probe.Health.Verdict;

/// Finds out why a container ended: its exit code, the kernel's memory killer, our own verdict, its last words.
final class EndingInquest {
    private final LastLines lines;

    EndingInquest(LastLines lines) {
        this.lines = lines;
    }

    /// verdict null unless the agent itself gave it up.
    Ending of(ContainerStatus ended, Verdict verdict) {
        return new Ending(
                ended.id(),
                ended.startedAt(),
                ended.exitCode(),
                reason(ended, verdict),
                message(ended, verdict),
                lines.of(ended.id()));
    }

    private static String reason(ContainerStatus ended, Verdict verdict) {
        if (verdict != null) {
            return verdict.reason();
        }
        if (ended.outOfMemory()) {
            return "OutOfMemoryKilled";
        }
        return exitedWell(ended) ? "Exited" : "Crashed";
    }

    private static boolean exitedWell(ContainerStatus ended) {
        return ended.exitCode() != null && ended.exitCode() == 0;
    }

    private static String message(ContainerStatus ended, Verdict verdict) {
        if (verdict != null) {
            return verdict.message();
        }
        if (ended.outOfMemory()) {
            return "It used more memory than its limit and was killed.";
        }
        return ended.exitCode() == null ? "It ended." : "It ended with exit code " + ended.exitCode() + ".";
    }
}
