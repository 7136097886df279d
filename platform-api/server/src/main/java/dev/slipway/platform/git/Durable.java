package dev.slipway.platform.git;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// File operations whose result outlives a power cut. A rename or a new file lasts only once its directory is
/// synced.
public final class Durable {
    private Durable() {}

    /// Syncs the file, or the directory's list of names.
    public static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Syncs a file, if it is there, and its directories up to and including top.
    static void syncUpTo(Path top, Path file) throws IOException {
        if (Files.exists(file)) {
            sync(file);
        }
        Path directory = file.getParent();
        while (directory.startsWith(top)) {
            if (Files.isDirectory(directory)) {
                sync(directory);
            }
            directory = directory.getParent();
        }
    }

    /// Removes what is below and at path, following no links. Not there is fine, also when somebody else removes
    /// the same meanwhile.
    public static void removeTree(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
