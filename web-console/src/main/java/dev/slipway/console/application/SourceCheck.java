package dev.slipway.console.application;

import dev.slipway.console.http.Faults;
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

    /// Why it cannot be read, at the field that can mend it. The platform's next step names the interface's fields.
    Faults fault() {
        return switch (reason) {
            case "SourceRefNotFound" ->
                Faults.at("source.git.ref", explanation(), "Correct the branch, tag or commit.");
            case "InvalidContextDirectory" ->
                Faults.at("source.git.contextDir", explanation(), "Correct the directory.");
            case "SourceCredentialUnusable", "SourceCredentialRejected" ->
                Faults.at("source.git.credential", explanation(), next);
            case null, default -> Faults.at("source.git.url", explanation(), next);
        };
    }

    private String explanation() {
        return evidence.isEmpty() ? message : message + " There is: " + String.join(", ", evidence) + ".";
    }
}
