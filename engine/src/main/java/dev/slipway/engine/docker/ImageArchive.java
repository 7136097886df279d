package dev.slipway.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectImageResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// An image as the engine loads it: a manifest and a configuration. Its layers are named and not brought along;
/// they must be in the engine already. The id is the configuration's digest.
record ImageArchive(String id, byte[] tar) {
    /// Stands in the history of images made this way.
    static final String MAKER = "slipway";

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The given image's layers under another configuration.
    static ImageArchive of(InspectImageResponse image, ImageConfig config, String tag) {
        List<String> layers = image.getRootFS().getLayers();
        try {
            byte[] document = JSON.writeValueAsBytes(document(image, config, layers));
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(document));
            Map<String, Object> manifest = Map.of(
                    "Config",
                    digest + ".json",
                    "RepoTags",
                    List.of(tag),
                    "Layers",
                    Collections.nCopies(layers.size(), "held-by-the-engine/layer.tar"));
            return new ImageArchive("sha256:" + digest, tar(manifest, digest + ".json", document));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> document(InspectImageResponse image, ImageConfig config, List<String> layers) {
        Map<String, Object> document = new TreeMap<>();
        document.put("architecture", image.getArch());
        document.put("os", image.getOs());
        document.put("created", image.getCreated());
        document.put("config", config.fields());
        document.put("rootfs", Map.of("type", "layers", "diff_ids", layers));
        document.put(
                "history",
                Collections.nCopies(layers.size(), Map.of("created", image.getCreated(), "created_by", MAKER)));
        return document;
    }

    private static byte[] tar(Map<String, Object> manifest, String name, byte[] document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            put(tar, name, document);
            put(tar, "manifest.json", JSON.writeValueAsBytes(List.of(manifest)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
