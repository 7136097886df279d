package dev.slipway.build.source;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules of a `.s2iignore`: evaluated in order, the last match wins, and a path is gone when it
/// or a directory above it is. A `!` rule takes back exactly the paths it matches, never a file below an ignored
/// directory.
record IgnoreRules(List<Rule> rules) {
    static final String FILE = ".s2iignore";
    static final IgnoreRules NONE = new IgnoreRules(List.of());

    record Rule(boolean keep, Glob glob) {}

    static IgnoreRules parse(String text) {
        return new IgnoreRules(text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .flatMap(line -> rule(line).stream())
                .toList());
    }

    private static Optional<Rule> rule(String line) {
        boolean keep = line.startsWith("!");
        return Glob.compile(keep ? line.substring(1) : line).map(glob -> new Rule(keep, glob));
    }

    /// Answers for many paths; remembers what it found for directories.
    Verdicts verdicts() {
        return new Verdicts(new HashMap<>());
    }

    private boolean matches(String path) {
        boolean ignored = false;
        for (Rule rule : rules) {
            if (ignored == rule.keep() && rule.glob().matches(path)) {
                ignored = !rule.keep();
            }
        }
        return ignored;
    }

    final class Verdicts {
        private final Map<String, Boolean> directories;

        private Verdicts(Map<String, Boolean> directories) {
            this.directories = directories;
        }

        boolean ignored(String path) {
            int slash = path.lastIndexOf('/');
            return slash > 0 && directoryIgnored(path.substring(0, slash)) || matches(path);
        }

        private boolean directoryIgnored(String path) {
            Boolean known = directories.get(path);
            if (known == null) {
                known = ignored(path);
                directories.put(path, known);
            }
            return known;
        }
    }
}
