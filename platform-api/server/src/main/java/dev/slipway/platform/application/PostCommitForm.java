package dev.slipway.platform.application;

import dev.slipway.model.build.PostCommit;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.platform.application.ApplicationRequest.PostCommitRequest;
import java.util.List;
import java.util.Objects;

/// Checks what a client says about the check of a new image. Pure.
final class PostCommitForm {
    private static final String FIELD = "build.postCommit";
    private static final int MOST_WORDS = 64;
    private static final int LONGEST_WORD = 8192;

    private PostCommitForm() {}

    /// Null where the request has nothing to run. Throws FIELD_INVALID.
    static PostCommit check(PostCommitRequest request) {
        String script = request.script() == null || request.script().isBlank() ? null : request.script();
        List<String> command = words("command", request.command());
        List<String> args = words("args", request.args());
        words("script", script == null ? null : List.of(script));
        if (script != null && !command.isEmpty()) {
            throw PlatformException.invalid(FIELD, "must have a script or a command, not both");
        }
        PostCommit check = new PostCommit(script, command, args);
        return check.none() ? null : check;
    }

    private static List<String> words(String field, List<String> words) {
        List<String> said = Objects.requireNonNullElse(words, List.of());
        if (said.size() > MOST_WORDS || !said.stream().allMatch(PostCommitForm::fits)) {
            throw PlatformException.invalid(
                    FIELD + "." + field,
                    "must be text without NUL of at most " + LONGEST_WORD + " characters, lists at most " + MOST_WORDS
                            + " of them");
        }
        return said;
    }

    private static boolean fits(String word) {
        return word != null && word.length() <= LONGEST_WORD && word.indexOf('\0') < 0;
    }
}
