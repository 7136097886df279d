package dev.slipway.node.image;

import dev.slipway.engine.ImageTransfer;
import dev.slipway.engine.ImageTransfer.ImageContent;
import dev.slipway.engine.ImageTransfer.Layer;
import dev.slipway.engine.ImageTransfer.Made;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Images in this process's memory: for tests and simulation. What is removed is gone at once.
public final class MemoryImageStore implements ImageStore {
    private final Map<String, Kept> kept = new TreeMap<>();
    private final Map<String, Content> contents = new HashMap<>();

    private record Content(byte[] configuration, List<Layer> layers, Map<String, byte[]> tars) implements ImageContent {
        @Override
        public InputStream open(Layer layer) {
            return new ByteArrayInputStream(tars.get(layer.digest()));
        }
    }

    @Override
    public synchronized Kept put(String image, String tag, ImageTransfer from) throws IOException {
        if (kept.containsKey(image)) {
            return kept.get(image);
        }
        Map<String, byte[]> tars = new HashMap<>();
        Made made = from.save(image, _ -> true, tar -> {
            byte[] bytes = tar.readAllBytes();
            tars.put(Manifest.digest(bytes), bytes);
        });
        List<Layer> layers = made.layers().stream()
                .map(digest -> new Layer(digest, tars.get(digest).length))
                .toList();
        Manifest manifest = Manifest.of(made.configuration(), layers);
        byte[] bytes = manifest.bytes();
        long sum = bytes.length
                + manifest.parts().mapToLong(Manifest.Descriptor::size).sum();
        kept.put(image, new Kept(image, Manifest.digest(bytes), tag, sum));
        contents.put(image, new Content(made.configuration(), layers, tars));
        return kept.get(image);
    }

    @Override
    public synchronized List<Kept> list() {
        return List.copyOf(kept.values());
    }

    @Override
    public synchronized Optional<ImageContent> open(String image) {
        return Optional.ofNullable(contents.get(image));
    }

    @Override
    public synchronized void remove(String image) {
        kept.remove(image);
        contents.remove(image);
    }

    @Override
    public void collect() {
        // Nothing is left of what was removed.
    }
}
