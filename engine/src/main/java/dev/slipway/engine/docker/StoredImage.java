package dev.slipway.engine.docker;

import dev.slipway.engine.EngineException;
import dev.slipway.engine.EngineException.Kind;
import dev.slipway.engine.ImageTransfer.LayerSink;
import dev.slipway.engine.ImageTransfer.Made;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/// An image in the engine's own directories: the configuration as it is, and of each layer the files and the recipe by
/// which the engine makes the very tar of them again. What is made is checked by its digest.
final class StoredImage {
    private static final String SHA256 = "sha256:";

    private final Path driver;
    private final Path metadata;
    private final String id;
    private final List<String> layers;

    private StoredImage(Path driver, Path metadata, String id, List<String> layers) {
        this.driver = driver;
        this.metadata = metadata;
        this.id = id;
        this.layers = layers;
    }

    /// Where an engine keeps its things, and how.
    record Storage(String root, String driver) {}

    /// The engine keeps its images elsewhere or otherwise: ask itself for them.
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// layers are the digests, bottom up.
    static StoredImage of(Storage storage, String id, List<String> layers) {
        if (storage.root() == null || !"overlay2".equals(storage.driver())) {
            throw new UnreadableException("images are kept by " + storage.driver(), null);
        }
        Path root = Path.of(storage.root());
        return new StoredImage(root.resolve("overlay2"), root.resolve("image/overlay2"), id, layers);
    }

    Made save(Predicate<String> wanted, LayerSink sink) {
        byte[] configuration = configuration();
        String chain = null;
        for (String layer : layers) {
            chain = chain == null ? layer : SHA256 + Sha256.hex((chain + " " + layer).getBytes());
            if (wanted.test(layer)) {
                hand(layer, chain, sink);
            }
        }
        return new Made(configuration, layers);
    }

    private byte[] configuration() {
        try {
            byte[] bytes = Files.readAllBytes(
                    metadata.resolve("imagedb/content/sha256").resolve(hex(id)));
            if (!id.equals(SHA256 + Sha256.hex(bytes))) {
                throw new UnreadableException("another configuration is kept as " + id, null);
            }
            return bytes;
        } catch (IOException e) {
            throw new UnreadableException("the configuration of " + id + " is not kept here", e);
        }
    }

    private void hand(String layer, String chain, LayerSink sink) {
        MessageDigest digest = Sha256.digest();
        try (InputStream tar = new DigestInputStream(tar(chain), digest)) {
            accept(tar, sink);
            tar.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UnreadableException("layer " + layer + " cannot be read", e);
        }
        if (!layer.equals(SHA256 + HexFormat.of().formatHex(digest.digest()))) {
            throw new UnreadableException("layer " + layer + " came out as another", null);
        }
    }

    /// A sink that fails is not the layer's fault.
    private static void accept(InputStream tar, LayerSink sink) {
        try {
            sink.accept(tar);
        } catch (LayerRecipe.TornException torn) {
            throw new UnreadableException("a file of a layer is not as its recipe says", torn);
        } catch (IOException e) {
            throw new EngineException(Kind.FAILED, "a layer could not be put away: " + e.getMessage(), e);
        }
    }

    private InputStream tar(String chain) throws IOException {
        Path description = metadata.resolve("layerdb/sha256").resolve(hex(chain));
        String directory = Files.readString(description.resolve("cache-id")).strip();
        return LayerRecipe.open(
                description.resolve("tar-split.json.gz"),
                driver.resolve(directory).resolve("diff"));
    }

    private static String hex(String digest) {
        return digest.substring(SHA256.length());
    }
}
