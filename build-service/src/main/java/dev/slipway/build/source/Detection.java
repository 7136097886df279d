package dev.slipway.build.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which builder a source asks for when its application names none. The catalogue says which files each builder
/// recognises; where several do, the file that stands first in the order of {@link SourceFiles} decides.
public final class Detection {
    private static final Comparator<Detected> ORDER = Comparator.comparingInt(
                    (Detected detected) -> SourceFiles.rank(detected.file()))
            .thenComparing(Detected::file)
            .thenComparing(Detected::builder);

    private Detection() {}

    /// A builder's name and the root files it recognises, plain or as patterns such as `*.csproj`.
    public record Candidate(String builder, List<String> detects) {}

    /// The builder, and the file that decided.
    public record Detected(String builder, String file) {}

    /// detected is empty where no builder recognises the source. notes are sentences about what else there is,
    /// which its author may expect to count.
    public record Decision(Optional<Detected> detected, List<String> notes) {}

    public static Decision decide(Set<String> rootFiles, List<Candidate> candidates) {
        List<Detected> all = candidates.stream()
                .flatMap(candidate -> candidate.detects().stream()
                        .flatMap(pattern -> files(rootFiles, pattern))
                        .map(file -> new Detected(candidate.builder(), file)))
                .sorted(ORDER)
                .toList();
        return new Decision(all.stream().findFirst(), notes(rootFiles, all));
    }

    private static Stream<String> files(Set<String> rootFiles, String pattern) {
        return Glob.compile(pattern).stream().flatMap(glob -> rootFiles.stream().filter(glob::matches));
    }

    private static List<String> notes(Set<String> rootFiles, List<Detected> all) {
        List<String> notes = new ArrayList<>();
        Set<String> taken = all.stream().map(Detected::file).collect(Collectors.toSet());
        rootFiles.stream()
                .filter(file -> !taken.contains(file))
                .sorted()
                .forEach(file -> SourceFiles.unbuildable(file)
                        .ifPresent(what -> notes.add("The source has " + file + ": " + what + ".")));
        others(all)
                .ifPresent(others -> notes.add("Other builders would take it, too: " + others
                        + ". Set \"builder\" on the application where another one is meant."));
        return List.copyOf(notes);
    }

    /// Each other builder with the first file it recognises.
    private static Optional<String> others(List<Detected> all) {
        Set<String> seen = all.stream().limit(1).map(Detected::builder).collect(Collectors.toSet());
        String others = all.stream()
                .filter(detected -> seen.add(detected.builder()))
                .map(detected -> detected.builder() + " (" + detected.file() + ")")
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? Optional.empty() : Optional.of(others);
    }
}
