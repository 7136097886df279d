package dev.slipway.engine;

import dev.slipway.engine.ImageTransfer.ImageContent;
import dev.slipway.engine.ImageTransfer.Layer;
import dev.slipway.engine.ImageTransfer.Made;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// An image outside of its engine, in memory.
public record SavedImage(byte[] configuration, List<Layer> layers, Map<String, byte[]> tars) implements ImageContent {

    public static SavedImage of(Engine engine, String image) {
        Map<String, byte[]> tars = new HashMap<>();
        Made made = engine.transfer().save(image, _ -> true, tar -> {
            byte[] bytes = tar.readAllBytes();
            tars.put(digest(bytes), bytes);
        });
        List<Layer> layers = made.layers().stream()
                .map(digest -> new Layer(digest, tars.get(digest).length))
                .toList();
        return new SavedImage(made.configuration(), layers, tars);
    }

    /// A lie: other bytes under the digest of the topmost layer.
    public SavedImage withTopLayer(byte[] bytes) {
        List<Layer> torn = new ArrayList<>(layers);
        Layer top = torn.removeLast();
        torn.add(new Layer(digest(bytes), bytes.length));
        return new SavedImage(configuration, torn, Map.of(digest(bytes), bytes, top.digest(), bytes));
    }

    public String id() {
        return digest(configuration);
    }

    @Override
    public InputStream open(Layer layer) {
        return new ByteArrayInputStream(tars.get(layer.digest()));
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
