package dev.slipway.node.image;

import dev.slipway.engine.Engine;
import dev.slipway.engine.ImageTransfer.ImageContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Brings images that the engine lacks back from the store, one at a time.
public final class ImageLoader {
    private static final System.Logger LOG = System.getLogger(ImageLoader.class.getName());

    private final Engine engine;
    private final ImageStore store;

    public ImageLoader(Engine engine, ImageStore store) {
        this.engine = engine;
        this.store = store;
    }

    /// Whether the engine has it now. Throws EngineException when the engine does not take it.
    public synchronized boolean load(String image) {
        if (engine.images().inspect(image).isPresent()) {
            return true;
        }
        Optional<ImageContent> content = content(image);
        content.ifPresent(found -> {
            engine.transfer().load(found, tag(image));
            LOG.log(System.Logger.Level.INFO, "image {0} loaded from the store", image);
        });
        return content.isPresent();
    }

    private Optional<ImageContent> content(String image) {
        try {
            return store.open(image);
        } catch (IOException e) {
            throw new UncheckedIOException("image " + image + " cannot be read", e);
        }
    }

    private String tag(String image) {
        return store.list().stream()
                .filter(kept -> kept.image().equals(image))
                .map(ImageStore.Kept::tag)
                .findFirst()
                .orElse(null);
    }
}
