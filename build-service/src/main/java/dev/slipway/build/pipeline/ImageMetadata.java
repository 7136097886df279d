package dev.slipway.build.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The labels that an assemble script asks for in `/tmp/.s2i/image_metadata.json`:
/// `{"labels":[{"k":"v"},{"k2":"v2"}]}`.
final class ImageMetadata {
    static final String PATH = "/tmp/.s2i/image_metadata.json";
    static final int LARGEST = 64 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ImageMetadata() {}

    /// Throws FailedBuild InvalidImageMetadata.
    static Map<String, String> labels(byte[] content) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (JsonNode part : parsed(content).path("labels")) {
            part.properties().forEach(label -> {
                if (!label.getValue().isTextual() || label.getKey().isBlank()) {
                    throw invalid("the label \"" + label.getKey() + "\" is not a text");
                }
                labels.put(label.getKey(), label.getValue().asText());
            });
        }
        return labels;
    }

    private static JsonNode parsed(byte[] content) {
        try {
            JsonNode root = JSON.readTree(new String(content, StandardCharsets.UTF_8));
            if (!root.isObject()
                    || !(root.path("labels").isArray() || root.path("labels").isMissingNode())) {
                throw invalid("it is not of the form {\"labels\":[{\"name\":\"value\"}]}");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw invalid("it is no JSON: " + e.getOriginalMessage());
        }
    }

    static FailedBuild invalid(String why) {
        return new FailedBuild(FailureReason.InvalidImageMetadata, PATH + " cannot be used: " + why + ".");
    }
}
