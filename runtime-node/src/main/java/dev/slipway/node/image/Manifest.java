package dev.slipway.node.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.engine.ImageTransfer.Layer;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// An image manifest of the OCI image specification 1.0. Equal images give equal bytes, so a digest names an image
/// wherever it is made.
@JsonPropertyOrder({"schemaVersion", "mediaType", "config", "layers"})
record Manifest(int schemaVersion, String mediaType, Descriptor config, List<Descriptor> layers) {
    private static final String OCI = "application/vnd.oci.image.";
    static final String MEDIA_TYPE = OCI + "manifest.v1+json";
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// What an OCI document says of another one, or of a layer. annotations may be null.
    @JsonPropertyOrder({"mediaType", "digest", "size", "annotations"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Descriptor(String mediaType, String digest, long size, Map<String, String> annotations) {}

    static Manifest of(byte[] configuration, List<Layer> layers) {
        return new Manifest(
                2,
                MEDIA_TYPE,
                new Descriptor(OCI + "config.v1+json", digest(configuration), configuration.length, null),
                layers.stream()
                        .map(layer -> new Descriptor(OCI + "layer.v1.tar", layer.digest(), layer.bytes(), null))
                        .toList());
    }

    static Manifest read(byte[] bytes) throws IOException {
        return JSON.readValue(bytes, Manifest.class);
    }

    byte[] bytes() {
        return json(this);
    }

    static byte[] json(Object document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    String image() {
        return config.digest();
    }

    List<Layer> content() {
        return layers.stream()
                .map(layer -> new Layer(layer.digest(), layer.size()))
                .toList();
    }

    /// Everything it names.
    Stream<Descriptor> parts() {
        return Stream.concat(Stream.of(config), layers.stream());
    }

    static String digest(byte[] bytes) {
        return "sha256:" + HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
