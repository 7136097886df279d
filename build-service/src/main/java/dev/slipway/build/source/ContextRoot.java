package dev.slipway.build.source;

import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import dev.slipway.model.source.SourceTree;
import dev.slipway.model.source.SourceTree.Entry;
import dev.slipway.model.source.SourceTree.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The directory of a tree that is the application; everything outside it does not exist for a build.
record ContextRoot(SourceTree tree, List<SourceFile> files) {
    private static final int LARGEST_TEXT = 1 << 20;

    /// path is relative to the context directory.
    record SourceFile(String path, Entry entry) {}

    /// Throws FailedBuild InvalidContextDirectory where no file is below the directory or its name leads out.
    static ContextRoot open(SourceTree tree, String contextDir) {
        String prefix = prefix(contextDir);
        List<SourceFile> files = tree.entries().stream()
                .filter(entry -> entry.path().startsWith(prefix))
                .map(entry -> new SourceFile(entry.path().substring(prefix.length()), entry))
                .toList();
        if (files.isEmpty() && !prefix.isEmpty()) {
            throw invalid(contextDir);
        }
        return new ContextRoot(tree, files);
    }

    private static String prefix(String contextDir) {
        List<String> parts = Arrays.stream(contextDir.split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
        if (parts.contains("..")) {
            throw invalid(contextDir);
        }
        return parts.isEmpty() ? "" : String.join("/", parts) + "/";
    }

    private static FailedBuild invalid(String contextDir) {
        return new FailedBuild(
                FailureReason.InvalidContextDirectory,
                "The context directory \"" + contextDir + "\" does not exist in this commit.");
    }

    /// Of one of its files, relative to the context directory.
    String path(Entry entry) {
        return files.stream()
                .filter(file -> file.entry().equals(entry))
                .findFirst()
                .orElseThrow()
                .path();
    }

    /// The text of a plain file, empty where there is none. Throws FailedBuild above 1 MiB.
    Optional<String> text(String path) {
        return plainFile(path).map(file -> read(file.entry(), path));
    }

    boolean has(String path) {
        return plainFile(path).isPresent();
    }

    private Optional<SourceFile> plainFile(String path) {
        return files.stream()
                .filter(file -> file.path().equals(path) && plain(file.entry()))
                .findFirst();
    }

    static boolean plain(Entry entry) {
        return entry.kind() == Kind.FILE || entry.kind() == Kind.EXECUTABLE;
    }

    String read(Entry entry, String path) {
        if (entry.size() > LARGEST_TEXT) {
            throw new FailedBuild(FailureReason.FetchSourceFailed, path + " is larger than 1 MiB.");
        }
        try (InputStream content = tree.open(entry)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new FailedBuild(FailureReason.FetchSourceFailed, path + " cannot be read: " + e.getMessage());
        }
    }
}
