package dev.slipway.engine.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.engine.ImageTransfer.ImageContent;
import dev.slipway.engine.ImageTransfer.Layer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// The archive that an engine loads an image from, as a stream that opens each layer when it is its turn. The lowest
/// `present` layers are named and not brought along.
record LoadArchive(ImageContent content, String tag, int present) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BLOCK = 512;

    InputStream open() throws IOException {
        byte[] configuration = content.configuration();
        String name = Sha256.hex(configuration) + ".json";
        List<String> names = new ArrayList<>();
        List<Supplier<InputStream>> parts = new ArrayList<>();
        parts.add(() -> file(name, configuration));
        for (int i = 0; i < content.layers().size(); i++) {
            Layer layer = content.layers().get(i);
            names.add(i + "/layer.tar");
            if (i >= present) {
                parts.add(file(names.getLast(), layer));
            }
        }
        byte[] manifest = JSON.writeValueAsBytes(
                List.of(Map.of("Config", name, "RepoTags", tag == null ? List.of() : List.of(tag), "Layers", names)));
        parts.add(() -> file("manifest.json", manifest));
        parts.add(() -> new ByteArrayInputStream(new byte[2 * BLOCK]));
        Iterator<Supplier<InputStream>> order = parts.iterator();
        return new SequenceInputStream(new Enumeration<InputStream>() {
            @Override
            public boolean hasMoreElements() {
                return order.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return order.next().get();
            }
        });
    }

    private static InputStream file(String name, byte[] bytes) {
        return framed(name, bytes.length, new ByteArrayInputStream(bytes));
    }

    private Supplier<InputStream> file(String name, Layer layer) {
        return () -> {
            try {
                return framed(name, layer.bytes(), content.open(layer));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static InputStream framed(String name, long size, InputStream bytes) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL);
        entry.setSize(size);
        entry.setModTime(0);
        byte[] header = new byte[BLOCK];
        entry.writeEntryHeader(header);
        byte[] padding = new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)];
        return new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(header), bytes, new ByteArrayInputStream(padding))));
    }
}
