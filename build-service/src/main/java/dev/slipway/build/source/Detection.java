package dev.slipway.build.source;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which builder a source asks for when its application names none. The catalogue says which files each
/// builder recognises; where several do, the file that stands first in the order decides. Files that the order does
/// not know come before the plain ones at its end.
public final class Detection {
    private static final List<String> FIRST =
            List.of("pom.xml", "build.gradle", "build.gradle.kts", "package.json", "composer.json");
    private static final List<String> LAST = List.of("index.html", "app.sh");

    private Detection() {}

    /// A builder's name and the root files it recognises, plain or as patterns such as `*.csproj`.
    public record Candidate(String builder, List<String> detects) {}

    /// The builder, and the file that decided.
    public record Detected(String builder, String file) {}

    public static Optional<Detected> detect(Set<String> rootFiles, List<Candidate> candidates) {
        return candidates.stream()
                .flatMap(candidate -> candidate.detects().stream()
                        .flatMap(pattern -> files(rootFiles, pattern))
                        .map(file -> new Detected(candidate.builder(), file)))
                .min(Comparator.comparingInt((Detected detected) -> rank(detected.file()))
                        .thenComparing(Detected::file)
                        .thenComparing(Detected::builder));
    }

    private static java.util.stream.Stream<String> files(Set<String> rootFiles, String pattern) {
        return Glob.compile(pattern).stream().flatMap(glob -> rootFiles.stream().filter(glob::matches));
    }

    private static int rank(String file) {
        int last = LAST.indexOf(file);
        if (last >= 0) {
            return FIRST.size() + 1 + last;
        }
        int first = FIRST.indexOf(file);
        return first >= 0 ? first : FIRST.size();
    }
}
