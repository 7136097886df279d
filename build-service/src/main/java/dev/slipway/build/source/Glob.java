package dev.slipway.build.source;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A path pattern with the meaning of Go's filepath.Match below a root: `*` and `?` stay inside one segment,
/// classes are `[a-z]` and `[^a-z]`, a backslash escapes, there is no `**`.
record Glob(List<GlobSegment> segments) {

    /// Empty where the pattern is malformed or names nothing below the root: such a pattern matches nothing.
    static Optional<Glob> compile(String pattern) {
        try {
            return cleaned(pattern)
                    .map(parts ->
                            new Glob(parts.stream().map(GlobSegment::compile).toList()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// In how many directories lies what it matches.
    int depth() {
        return segments.size() - 1;
    }

    /// The path is relative and uses '/'.
    boolean matches(String path) {
        String[] names = path.split("/");
        if (names.length != segments.size()) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            if (!segments.get(i).matches(names[i])) {
                return false;
            }
        }
        return true;
    }

    /// Like Go's filepath.Clean: no empty, "." and ".." segments; empty when it leaves the root or is the root.
    private static Optional<List<String>> cleaned(String pattern) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : Arrays.asList(pattern.split("/"))) {
            if (part.equals("..")) {
                if (parts.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(parts));
    }
}
