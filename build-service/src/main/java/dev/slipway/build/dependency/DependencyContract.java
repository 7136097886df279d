package dev.slipway.build.dependency;

import dev.slipway.engine.Images.ImageDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a builder image declares by its labels, each a comma-separated list: lock files, of which the source must
/// have one in its root; further files that decide what is installed; variables that installing may read, where a
/// name may end in `*`; those of the files that may change on top of what was installed before. script is the absolute
/// path in the image of what installs them.
public record DependencyContract(
        List<String> locks, List<String> files, List<String> variables, List<String> growing, String script) {
    public static final String LOCKS = "dev.slipway.dependencies.locks";
    public static final String FILES = "dev.slipway.dependencies.files";
    public static final String VARIABLES = "dev.slipway.dependencies.environment";
    public static final String GROWING = "dev.slipway.dependencies.growing";
    private static final String SCRIPT = "assemble-dependencies";

    /// Empty where no lock file is declared. assemble is the path of the image's own script, beside which the other
    /// one lies.
    public static Optional<DependencyContract> of(ImageDescription image, String assemble) {
        List<String> locks = image.words(LOCKS);
        return locks.isEmpty()
                ? Optional.empty()
                : Optional.of(new DependencyContract(
                        locks,
                        image.words(FILES),
                        image.words(VARIABLES),
                        image.words(GROWING),
                        assemble.substring(0, assemble.lastIndexOf('/') + 1) + SCRIPT));
    }

    /// All that are asked of the source.
    public List<String> asked() {
        return Stream.concat(locks.stream(), files.stream()).distinct().toList();
    }

    /// Of the variables of a build those that installing may read. open is what goes into the image, closed what does
    /// not; closed wins.
    SortedMap<String, String> variables(Map<String, String> open, Map<String, String> closed) {
        SortedMap<String, String> variables = new TreeMap<>(open);
        variables.putAll(closed);
        variables.keySet().removeIf(name -> !reads(name));
        return variables;
    }

    private boolean reads(String variable) {
        return variables.stream()
                .anyMatch(name -> name.endsWith("*")
                        ? variable.startsWith(name.substring(0, name.length() - 1))
                        : variable.equals(name));
    }
}
