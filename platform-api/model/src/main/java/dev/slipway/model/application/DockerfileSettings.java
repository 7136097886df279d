package dev.slipway.model.application;

import java.util.Map;

/// Which Dockerfile is built and how. path is relative to the context directory, null for `Dockerfile`, else
/// `Containerfile`; target is the stage that becomes the image, null for the last one; arguments are those of its
/// ARG instructions, which are no secrets: they can be read in the image.
public record DockerfileSettings(String path, String target, Map<String, String> arguments) {
    public static final DockerfileSettings DEFAULT = new DockerfileSettings(null, null, Map.of());

    public DockerfileSettings {
        arguments = arguments == null ? Map.of() : Map.copyOf(arguments);
    }
}
