package dev.slipway.build.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The rules of a `.dockerignore`: evaluated in order, the last match wins, and a rule that matches a directory matches
/// what is below it. `**` between slashes is any number of directories; within a name it is a `*`. A rule that
/// cannot be read matches nothing.
record DockerIgnore(List<Rule> rules) {
    static final String FILE = ".dockerignore";
    static final DockerIgnore NONE = new DockerIgnore(List.of());
    private static final String ANY = "**";

    /// A part is empty for any number of directories.
    record Rule(boolean keep, List<Optional<GlobSegment>> parts) {

        /// Linear in the path for each part of the rule.
        boolean matches(String[] names) {
            boolean[] reached = new boolean[names.length + 1];
            reached[0] = true;
            for (Optional<GlobSegment> part : parts) {
                reached = part.isPresent() ? after(part.get(), reached, names) : afterAny(reached);
            }
            for (int i = 1; i <= names.length; i++) {
                if (reached[i]) {
                    return true;
                }
            }
            return false;
        }

        private static boolean[] after(GlobSegment part, boolean[] reached, String[] names) {
            boolean[] next = new boolean[reached.length];
            for (int i = 0; i < names.length; i++) {
                next[i + 1] = reached[i] && part.matches(names[i]);
            }
            return next;
        }

        private static boolean[] afterAny(boolean[] reached) {
            boolean[] next = reached.clone();
            for (int i = 1; i < next.length; i++) {
                next[i] = next[i] || next[i - 1];
            }
            return next;
        }
    }

    static DockerIgnore parse(String text) {
        return new DockerIgnore(text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(String::strip)
                .flatMap(line -> rule(line).stream())
                .toList());
    }

    private static Optional<Rule> rule(String line) {
        boolean keep = line.startsWith("!");
        try {
            List<Optional<GlobSegment>> parts = parts(keep ? line.substring(1).strip() : line);
            return parts.isEmpty() ? Optional.empty() : Optional.of(new Rule(keep, parts));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static List<Optional<GlobSegment>> parts(String pattern) {
        List<Optional<GlobSegment>> parts = new ArrayList<>();
        for (String part : Arrays.asList(pattern.split("/"))) {
            if (part.equals("..") && parts.isEmpty()) {
                throw new IllegalArgumentException("leads out of the source");
            } else if (part.equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part.equals(ANY) ? Optional.empty() : Optional.of(GlobSegment.compile(part)));
            }
        }
        return List.copyOf(parts);
    }

    /// The path is relative and uses '/'.
    boolean ignored(String path) {
        String[] names = path.split("/");
        boolean ignored = false;
        for (Rule rule : rules) {
            if (ignored == rule.keep() && rule.matches(names)) {
                ignored = !rule.keep();
            }
        }
        return ignored;
    }
}
