package dev.slipway.build.builder;

import dev.slipway.engine.Images.ImageDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the files `builder` of the directories that describe one builder each: a shell's assignments, one a line,
/// with or without double quotes, nothing expanded. One without a version or without scripts is none. A directory has
/// the builder's name, but where it says NAME: several versions of one builder are several directories.
final class RecipeFile {
    private RecipeFile() {}

    /// Sorted by name. Throws IOException where the directory cannot be read.
    static List<BuilderRecipe> all(Path builders) throws IOException {
        try (Stream<Path> directories = Files.list(builders)) {
            List<Path> described = directories
                    .filter(directory -> Files.isRegularFile(directory.resolve("builder")))
                    .filter(directory -> Files.isRegularFile(directory.resolve("s2i/assemble")))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .toList();
            return described.stream()
                    .flatMap(directory -> read(directory).stream())
                    .toList();
        }
    }

    private static Optional<BuilderRecipe> read(Path directory) {
        try {
            return recipe(directory.getFileName().toString(), Files.readString(directory.resolve("builder")));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    static Optional<BuilderRecipe> recipe(String directory, String text) {
        Map<String, String> values = new HashMap<>();
        text.lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> values.put(parts[0].strip(), parts[1].strip().replaceFirst("^\"(.*)\"$", "$1")));
        String version = values.getOrDefault("VERSION", "");
        return version.isEmpty()
                ? Optional.empty()
                : Optional.of(new BuilderRecipe(
                        directory,
                        values.getOrDefault("NAME", directory),
                        version,
                        values.getOrDefault("DESCRIPTION", ""),
                        ImageDescription.listed(values.getOrDefault("TAGS", "")),
                        ImageDescription.listed(values.getOrDefault("DETECTS", ""))));
    }
}
