package dev.slipway.build.pipeline;

import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.engine.Images.ImageDescription;
import java.util.Optional;

/// A builder image, judged and ready: where the scripts are, where the source goes, what the result inherits.
/// assemble, run and saveArtifacts are absolute paths inside the container; the last one is empty where nobody says
/// where it is, and whether it is there shows when it is run. dependencies is empty for one that declares none, and
/// for a source with an assemble script of its own.
record Builder(
        ImageDescription image,
        String destination,
        String assemble,
        String run,
        Optional<String> saveArtifacts,
        Optional<DependencyContract> dependencies) {

    /// The first port the image exposes over TCP, or null.
    Integer port() {
        return image.exposedPorts().stream()
                .filter(port -> port.endsWith("/tcp") || port.indexOf('/') < 0)
                .map(port -> port.replace("/tcp", ""))
                .filter(port -> port.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(null);
    }
}
