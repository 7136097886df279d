package dev.slipway.console.application;

import java.util.List;

/// What the platform found at a Git URL. builder is null where none recognises the source; reason, message and next
/// say why it cannot be read.
public record SourceCheck(
        boolean reachable,
        String defaultBranch,
        String builder,
        String decidingFile,
        List<String> warnings,
        String reason,
        String message,
        String next) {
    public SourceCheck {
        warnings = warnings == null ? List.of() : warnings;
    }
}
