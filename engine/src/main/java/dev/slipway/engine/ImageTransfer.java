package dev.slipway.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;

/// Images on their way out of an engine and back into one, in the terms of the OCI image format: a configuration,
/// whose SHA-256 is the image's id, and layers as uncompressed tars, each known by its SHA-256 (`sha256:<hex>`).
public interface ImageTransfer {

    /// Hands the layers of an image to the sink and says what it is made of. Layers that are not
    /// wanted may be left out, and may come all the same, in any order. Throws EngineException
    /// of kind IMAGE_MISSING when the image is not there, FAILED with the cause when the sink throws.
    Made save(String image, Predicate<String> wanted, LayerSink sink);

    /// Puts an image into the engine under its id, with the given tag (null for none); layers that the engine has are
    /// not read. Throws EngineException of kind FAILED when the engine does not take it.
    void load(ImageContent content, String tag);

    /// What an image is made of: its configuration, byte by byte, and the digests of its layers, bottom up.
    record Made(byte[] configuration, List<String> layers) {}

    /// Takes one layer; it need not be read to its end.
    @FunctionalInterface
    interface LayerSink {
        void accept(InputStream tar) throws IOException;
    }

    /// An image outside of an engine. layers are bottom up.
    interface ImageContent {
        byte[] configuration();

        List<Layer> layers();

        InputStream open(Layer layer) throws IOException;
    }

    /// digest is that of the tar, which is bytes long.
    record Layer(String digest, long bytes) {}
}
