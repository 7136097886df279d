package dev.slipway.platform.source;

import dev.slipway.model.application.Source;
import dev.slipway.model.fault.PlatformException;
import dev.slipway.model.source.GitRef;
import dev.slipway.model.source.GitUrl;

/// Checks what a client says about a Git URL. Pure.
public final class GitSourceForm {
    private GitSourceForm() {}

    /// The source in its plain form. Throws FIELD_INVALID. Whether there is such a credential is not judged here.
    public static Source.Git checked(Source.Git git) {
        if (git == null) {
            throw PlatformException.invalid("git", "is required: {\"git\":{\"url\":\"https://…\"}}");
        }
        if (git.url() == null) {
            throw PlatformException.invalid("source.git.url", "is required");
        }
        return new Source.Git(
                parsed("source.git.url", () -> GitUrl.parse(git.url())).toString(),
                git.ref() == null || git.ref().isEmpty()
                        ? null
                        : ref("source.git.ref", git.ref()).name(),
                ContextDir.checked("source.git.contextDir", git.contextDir()),
                git.credential() == null || git.credential().isEmpty() ? null : git.credential(),
                git.submodules());
    }

    /// A branch, a tag or a full hash. Throws FIELD_INVALID for the field.
    public static GitRef ref(String field, String text) {
        return parsed(field, () -> new GitRef(text));
    }

    static GitUrl url(Source.Git git) {
        return GitUrl.parse(git.url());
    }

    /// Null where the remote's HEAD is meant.
    static GitRef ref(Source.Git git) {
        return git.ref() == null ? null : new GitRef(git.ref());
    }

    private static <T> T parsed(String field, java.util.function.Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw PlatformException.invalid(field, e.getMessage());
        }
    }
}
