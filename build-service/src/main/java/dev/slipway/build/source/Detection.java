package dev.slipway.build.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    /// A builder's name and the files it recognises, plain or as patterns such as `*.csproj` or `public/index.html`.
    public record Candidate(String builder, List<String> detects) {}

    /// The builder, and the file that decided.
    public record Detected(String builder, String file) {}

    /// detected is empty where no builder recognises the source. notes are sentences about what else there is,
    /// which its author may expect to count.
    public record Decision(Optional<Detected> detected, List<String> notes) {}

    /// all are paths in the source, not only in its root.
    public static Decision decide(Set<String> all, List<Candidate> candidates) {
        Set<String> files = all.stream().filter(file -> depth(file) < 3).collect(Collectors.toUnmodifiableSet());
        Set<String> rootFiles = files.stream().filter(Detection::inRoot).collect(Collectors.toUnmodifiableSet());
        // What is in a directory says little beside a file that names another kind of source.
        Set<String> telling = rootFiles.stream().anyMatch(SourceFiles::foreign) ? rootFiles : files;
        List<Detected> found = candidates.stream()
                .flatMap(candidate -> candidate.detects().stream()
                        .flatMap(pattern -> files(telling, pattern))
                        .map(file -> new Detected(candidate.builder(), file)))
                .sorted(ORDER)
                .toList();
        List<String> notes = notes(rootFiles, found);
        return new Decision(
                found.stream().findFirst(),
                found.isEmpty()
                        ? Stream.concat(notes.stream(), directories(files, candidates).stream())
                                .toList()
                        : notes);
    }

    private static boolean inRoot(String file) {
        return depth(file) == 0;
    }

    private static long depth(String file) {
        return file.chars().filter(character -> character == '/').count();
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static Stream<String> files(Set<String> files, String pattern) {
        return Glob.compile(pattern).stream().flatMap(glob -> files.stream().filter(glob::matches));
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

    /// Where the root has nothing: the directories that would be recognised if they were it.
    private static Optional<String> directories(Set<String> files, List<Candidate> candidates) {
        List<Glob> globs = candidates.stream()
                .flatMap(candidate -> candidate.detects().stream())
                .flatMap(pattern -> Glob.compile(pattern).stream())
                .toList();
        String known = files.stream()
                .filter(file -> !inRoot(file) && !SourceFiles.brought(file))
                .filter(file -> globs.stream().anyMatch(glob -> glob.matches(name(file))))
                .collect(Collectors.groupingBy(
                        file -> file.substring(0, file.lastIndexOf('/')),
                        TreeMap::new,
                        Collectors.mapping(
                                Detection::name, Collectors.minBy(Comparator.comparingInt(SourceFiles::rank)))))
                .entrySet()
                .stream()
                .limit(5)
                .map(directory ->
                        directory.getKey() + " (" + directory.getValue().orElseThrow() + ")")
                .collect(Collectors.joining(", "));
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of("Directories have what builders recognise: " + known
                        + ". Set \"contextDir\" to the one that is meant.");
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
