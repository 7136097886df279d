package dev.slipway.build.pipeline;

import dev.slipway.engine.Images.ImageDescription;

/// A builder image, judged and ready: where the scripts are, where the source goes, what the result inherits.
/// assemble and run are absolute paths inside the container.
record Builder(ImageDescription image, String destination, String assemble, String run) {

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
