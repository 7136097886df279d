package dev.slipway.platform.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What a process that died in the middle of a push leaves in a repository: locks, which would refuse every later
/// push, temporary files, and packs that no index makes visible.
final class Debris {
    private Debris() {}

    /// For a repository that nobody uses.
    static void remove(Path repository) throws IOException {
        remove(repository, file -> file.toString().endsWith(".lock")); // which no ref's name may do
        Path objects = repository.resolve("objects");
        remove(objects, file -> file.toString().endsWith(".tmp"));
        remove(objects.resolve("pack"), Debris::isPackWithoutIndex);
    }

    private static void remove(Path top, Predicate<Path> left) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.filter(left).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isPackWithoutIndex(Path file) {
        String name = file.getFileName().toString();
        int end = name.length() - ".pack".length();
        return name.endsWith(".pack") && Files.notExists(file.resolveSibling(name.substring(0, end) + ".idx"));
    }
}
