package dev.slipway.node.agent;

import dev.slipway.engine.ContainerStatus;
import dev.slipway.node.probe.Health.Verdict;

/// Finds out why a container ended: its exit code, the kernel's memory killer, our own verdict, its last words.
final class EndingInquest {
    /// What a shell ends with that does not find a program (POSIX, 2.8.2).
    private static final int NOT_FOUND = 127;

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
        if (ended.exitCode() == null) {
            return "It ended.";
        }
        String meaning = ended.exitCode() == NOT_FOUND ? ": a program was not found in the image" : "";
        return "It ended with exit code " + ended.exitCode() + meaning + ".";
    }
}
