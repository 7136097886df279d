package dev.slipway.platform.upload;

import dev.slipway.model.source.SourceTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The files of a kept archive, without the one folder that holds them all where there is one.
final class KeptTree implements SourceTree {
    private final ZipFile zip;
    private final List<Entry> entries;

    KeptTree(Path file) throws IOException {
        this.zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        String top = soleFolder(zip.stream().map(ZipEntry::getName).toList())
                .map(folder -> folder + "/")
                .orElse("");
        this.entries = zip.stream()
                .map(entry -> entry(entry, top))
                .sorted(Comparator.comparing(Entry::path))
                .toList();
    }

    /// The folder at the top that holds all paths; not one whose name begins with a dot, which is never the name of
    /// what was packed.
    static Optional<String> soleFolder(List<String> paths) {
        if (paths.isEmpty() || paths.getFirst().startsWith(".")) {
            return Optional.empty();
        }
        int slash = paths.getFirst().indexOf('/');
        String top = paths.getFirst().substring(0, slash + 1);
        return slash > 0 && paths.stream().allMatch(path -> path.startsWith(top))
                ? Optional.of(top.substring(0, slash))
                : Optional.empty();
    }

    private Entry entry(ZipEntry named, String top) {
        ZipEntry content = content(named);
        return new Entry(named.getName().substring(top.length()), kind(content), content.getSize(), content.getName());
    }

    private ZipEntry content(ZipEntry entry) {
        if (!KeptArchive.SAME.equals(entry.getComment())) {
            return entry;
        }
        try (InputStream name = zip.getInputStream(entry)) {
            return zip.getEntry(new String(name.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Kind kind(ZipEntry entry) {
        return switch (entry.getComment()) {
            case KeptArchive.EXECUTABLE -> Kind.EXECUTABLE;
            case KeptArchive.LINK -> Kind.LINK;
            default -> Kind.FILE;
        };
    }

    @Override
    public List<Entry> entries() {
        return entries;
    }

    @Override
    public InputStream open(Entry entry) throws IOException {
        return zip.getInputStream(zip.getEntry(entry.object()));
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
