package dev.slipway.build.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// A directory of this process for the time of one step, gone when closed.
record Scratch(Path directory) implements Closeable {
    /// Has no directory.
    static final Scratch NONE = new Scratch(null);

    private static final System.Logger LOG = System.getLogger(Scratch.class.getName());

    static Scratch in(Path parent) {
        try {
            return new Scratch(Files.createTempDirectory(Files.createDirectories(parent), "build"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes what a process that died left there.
    static void sweep(Path parent) {
        if (Files.isDirectory(parent)) {
            try (Stream<Path> left = Files.list(parent)) {
                left.map(Scratch::new).forEach(Scratch::close);
            } catch (IOException | UncheckedIOException e) {
                LOG.log(System.Logger.Level.WARNING, "what builds left in " + parent + " cannot be listed", e);
            }
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /// What cannot be removed stays for the next sweep.
    @Override
    public void close() {
        if (directory == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.WARNING, directory + " cannot be removed", e);
        }
    }
}
