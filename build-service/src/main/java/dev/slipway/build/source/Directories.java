package dev.slipway.build.source;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Directories of a source that would be recognised if they were it, each with the file that says so. Pure.
record Directories(TreeMap<String, String> recognised) {
    private static final int NAMED = 5;

    /// What shows how something is used, made or tested.
    private static final Set<String> NOT_THE_APPLICATION = Set.of(
            "android",
            "bench",
            "benchmark",
            "benchmarks",
            "coverage",
            "demo",
            "demos",
            "deploy",
            "doc",
            "docs",
            "e2e",
            "example",
            "examples",
            "htmlcov",
            "infra",
            "infrastructure",
            "ios",
            "sample",
            "samples",
            "scripts",
            "template",
            "templates",
            "themes",
            "tools",
            "venv");

    private static final Set<String> OF_VISITORS =
            Set.of("client", "frontend", "front", "mobile", "ui", "webapp", "website");

    /// The one that is the application: the only one, or the only one beside those whose names say that they are run
    /// by visitors. Those that lie in another belong to it.
    Optional<String> application() {
        List<String> outer = recognised.keySet().stream()
                .filter(directory -> recognised.keySet().stream().noneMatch(other -> directory.startsWith(other + "/")))
                .filter(directory -> names(directory).noneMatch(NOT_THE_APPLICATION::contains))
                .toList();
        return only(outer, _ -> true)
                .or(() -> only(outer, directory -> names(directory).noneMatch(OF_VISITORS::contains)));
    }

    private static Stream<String> names(String directory) {
        return Stream.of(directory.toLowerCase(Locale.ROOT).split("/"));
    }

    private static Optional<String> only(List<String> directories, Predicate<String> wanted) {
        List<String> left = directories.stream().filter(wanted).toList();
        return left.size() == 1 ? Optional.of(left.getFirst()) : Optional.empty();
    }

    /// A sentence about them; empty where there are none.
    Optional<String> note(Optional<String> chosen) {
        return recognised.isEmpty()
                ? Optional.empty()
                : Optional.of(chosen.map(this::built).orElseGet(this::toChoose));
    }

    private String toChoose() {
        return "Directories have what builders recognise: " + listed(recognised.keySet().stream())
                + ". Set \"contextDir\" to the one that is meant.";
    }

    private String built(String chosen) {
        String others = listed(recognised.keySet().stream()
                .filter(directory -> !directory.equals(chosen) && !directory.startsWith(chosen + "/")));
        return "The directory " + chosen + " is built, as if \"contextDir\" said so: it has " + recognised.get(chosen)
                + ", and the root has nothing that a builder recognises."
                + (others.isEmpty() ? "" : " Nothing is built in: " + others + ".");
    }

    private String listed(Stream<String> directories) {
        return directories
                .limit(NAMED)
                .map(directory -> directory + " (" + recognised.get(directory) + ")")
                .collect(Collectors.joining(", "));
    }
}
