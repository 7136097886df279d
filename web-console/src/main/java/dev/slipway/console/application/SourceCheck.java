package dev.slipway.console.application;

import java.util.List;

/// What the platform found at a Git URL. builder is null where none recognises the source; reason, message,
/// evidence and next say why it cannot be read.
public record SourceCheck(
        boolean reachable,
        String defaultBranch,
        String builder,
        String decidingFile,
        List<String> warnings,
        String reason,
        String message,
        List<String> evidence,
        String next) {
    public SourceCheck {
        warnings = warnings == null ? List.of() : warnings;
        evidence = evidence == null ? List.of() : evidence;
    }

    /// Why it cannot be read, and what there is instead.
    String explanation() {
        return evidence.isEmpty() ? message : message + " There is: " + String.join(", ", evidence) + ".";
    }
}
