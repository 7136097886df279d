package dev.slipway.build.source;

import dev.slipway.model.source.SourceTree;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A tree of texts for tests.
public final class MemoryTree implements SourceTree {
    private final Map<Entry, byte[]> files = new LinkedHashMap<>();

    public static MemoryTree of(String... paths) {
        MemoryTree tree = new MemoryTree();
        for (String path : paths) {
            tree.with(path, Kind.FILE, "");
        }
        return tree;
    }

    public MemoryTree file(String path, String text) {
        return with(path, Kind.FILE, text);
    }

    public MemoryTree with(String path, Kind kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        without(path);
        files.put(new Entry(path, kind, bytes.length, path), bytes);
        return this;
    }

    public MemoryTree without(String path) {
        files.keySet().removeIf(entry -> entry.path().equals(path));
        return this;
    }

    @Override
    public List<Entry> entries() {
        return files.keySet().stream().sorted(Comparator.comparing(Entry::path)).toList();
    }

    @Override
    public InputStream open(Entry entry) {
        return new ByteArrayInputStream(files.get(entry));
    }

    @Override
    public void close() {}
}
