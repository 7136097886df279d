package dev.slipway.model.source;

import java.util.Arrays;
import java.util.regex.Pattern;

/// What of a repository is wanted: a branch, a tag (both short or full) or a commit by its full hash. A name that
/// git's own rules take, and not more than that: no expression such as `main~2`.
public record GitRef(String name) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+-]{0,199}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");

    /// Throws IllegalArgumentException with what is wrong with it, to be read after the name of the field.
    public GitRef {
        if (!FORM.matcher(name).matches() || !Arrays.stream(name.split("/", -1)).allMatch(GitRef::segment)) {
            throw new IllegalArgumentException("must be a branch, a tag or the full hash of a commit");
        }
    }

    /// git-check-ref-format(1), as far as the characters above leave something to say.
    private static boolean segment(String segment) {
        return !segment.isEmpty()
                && !segment.startsWith(".")
                && !segment.endsWith(".")
                && !segment.endsWith(".lock")
                && !segment.contains("..");
    }

    public boolean isHash() {
        return HASH.matcher(name).matches();
    }

    @Override
    public String toString() {
        return name;
    }
}
