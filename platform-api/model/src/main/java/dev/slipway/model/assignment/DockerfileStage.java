package dev.slipway.model.assignment;

import java.util.Map;

/// What a build does that is made of a Dockerfile. path is where the source has it, text what it says; target is the
/// stage that becomes the image, null for the last one; arguments are those of ARG.
public record DockerfileStage(String path, String text, String target, Map<String, String> arguments) {
    public DockerfileStage {
        arguments = arguments == null ? Map.of() : Map.copyOf(arguments);
    }
}
