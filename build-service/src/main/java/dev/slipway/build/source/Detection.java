package dev.slipway.build.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which builder a source asks for when its application names none. The catalogue says which files each builder
/// recognises; where several do, the file that stands first in the order of {@link SourceFiles} decides.
public final class Detection {
    private static final Comparator<Detected> ORDER = Comparator.comparingInt(
                    (Detected detected) -> SourceFiles.rank(detected.file()))
            .thenComparing(Detected::file)
            .thenComparing(Detected::builder);

    /// In how many directories what is looked for may lie.
    private static final int DEEPEST = 2;

    private Detection() {}

    /// A builder's name and the files it recognises, plain or as patterns such as `*.csproj` or `public/index.html`.
    public record Candidate(String builder, List<String> detects) {}

    /// The builder, and the file that decided; weak says whether a Dockerfile beside the file says more than it does.
    public record Detected(String builder, String file, boolean weak) {
        public Detected(String builder, String file) {
            this(builder, file, SourceFiles.weak(file));
        }
    }

    /// detected is empty where no builder recognises the source itself; directory is the one in it that is built
    /// instead. notes are sentences about what else there is, which its author may expect to count.
    public record Decision(Optional<Detected> detected, Optional<String> directory, List<String> notes) {

        /// The directory as a context directory of the source whose context directory was looked at.
        public Optional<String> directoryBelow(String contextDir) {
            return directory.map(inner -> contextDir.isEmpty() ? inner : contextDir + "/" + inner);
        }
    }

    /// files are paths in the source, not only in its root.
    public static Decision decide(Set<String> files, List<Candidate> candidates) {
        Map<Integer, List<String>> byDepth = files.stream().collect(Collectors.groupingBy(Detection::depth));
        List<String> rootFiles = byDepth.getOrDefault(0, List.of());
        boolean foreign = rootFiles.stream().anyMatch(SourceFiles::foreign);
        boolean generated = SourceFiles.generated(files);
        List<Detected> found = candidates.stream()
                .flatMap(candidate -> globs(candidate)
                        .filter(glob -> glob.depth() <= DEEPEST)
                        .flatMap(glob -> byDepth.getOrDefault(glob.depth(), List.of()).stream()
                                .filter(glob::matches))
                        .filter(file -> !foreign || !SourceFiles.vague(file))
                        .filter(file -> !generated || !file.equals(SourceFiles.GEMFILE))
                        .map(file -> new Detected(candidate.builder(), file)))
                .sorted(ORDER)
                .toList();
        List<String> told = rootFiles.stream()
                .filter(file -> !generated || !file.equals(SourceFiles.JEKYLL))
                .toList();
        List<String> notes = notes(told, found);
        if (!found.isEmpty()) {
            return new Decision(Optional.of(found.getFirst()), Optional.empty(), List.copyOf(notes));
        }
        Directories directories = directories(byDepth, candidates);
        Optional<String> application = SourceFiles.describes(files) ? directories.application() : Optional.empty();
        Optional<Detected> hinted =
                notes.isEmpty() ? hinted(rootFiles, candidates, application.isPresent()) : Optional.empty();
        if (hinted.isPresent()) {
            return new Decision(hinted, Optional.empty(), notes);
        }
        directories.note(application).ifPresent(notes::add);
        return new Decision(Optional.empty(), application, List.copyOf(notes));
    }

    /// Where nothing else is said: by the files in the root that a hint matches.
    private static Optional<Detected> hinted(List<String> rootFiles, List<Candidate> candidates, boolean elsewhere) {
        return Hint.ALL.stream()
                .filter(hint -> !elsewhere || !hint.faint())
                .flatMap(hint -> candidates.stream()
                        .filter(candidate -> candidate.detects().contains(hint.pattern()))
                        .flatMap(candidate ->
                                hint
                                        .file(rootFiles)
                                        .map(file -> new Detected(candidate.builder(), file, true))
                                        .stream()))
                .findFirst();
    }

    /// Whether a path lies in no directory.
    public static boolean inRoot(String file) {
        return file.indexOf('/') < 0;
    }

    private static int depth(String file) {
        return (int) file.chars().filter(character -> character == '/').count();
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static Stream<Glob> globs(Candidate candidate) {
        return candidate.detects().stream()
                .filter(pattern -> !Hint.is(pattern))
                .flatMap(pattern -> Glob.compile(pattern).stream());
    }

    private static List<String> notes(List<String> rootFiles, List<Detected> all) {
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
        return notes;
    }

    /// The directories that would be recognised if they were the root.
    private static Directories directories(Map<Integer, List<String>> byDepth, List<Candidate> candidates) {
        List<Glob> globs = candidates.stream().flatMap(Detection::globs).toList();
        return new Directories(IntStream.rangeClosed(1, DEEPEST)
                .boxed()
                .flatMap(depth -> byDepth.getOrDefault(depth, List.of()).stream())
                .filter(file -> !SourceFiles.brought(file) && !SourceFiles.weak(name(file)))
                .filter(file -> globs.stream().anyMatch(glob -> glob.matches(name(file))))
                .collect(Collectors.groupingBy(
                        file -> file.substring(0, file.lastIndexOf('/')),
                        TreeMap::new,
                        Collectors.mapping(
                                Detection::name,
                                Collectors.collectingAndThen(
                                        Collectors.minBy(Comparator.comparingInt(SourceFiles::rank)),
                                        Optional::orElseThrow)))));
    }

    /// Each other builder with the first file it recognises.
    private static Optional<String> others(List<Detected> all) {
        Set<String> seen = all.stream().limit(1).map(Detected::builder).collect(Collectors.toSet());
        String others = all.stream()
                .filter(detected -> !detected.weak() && seen.add(detected.builder()))
                .map(detected -> detected.builder() + " (" + detected.file() + ")")
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? Optional.empty() : Optional.of(others);
    }
}
