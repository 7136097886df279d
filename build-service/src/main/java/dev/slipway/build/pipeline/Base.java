package dev.slipway.build.pipeline;

import dev.slipway.engine.Images.ImageDescription;

/// What a built image stands on: the image whose configuration it inherits, and the absolute path of the run script.
record Base(ImageDescription image, String run) {

    Integer port() {
        return port(image);
    }

    /// The first port the image exposes over TCP, or null.
    static Integer port(ImageDescription image) {
        return image.exposedPorts().stream()
                .filter(port -> port.endsWith("/tcp") || port.indexOf('/') < 0)
                .map(port -> port.replace("/tcp", ""))
                .filter(port -> port.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(null);
    }
}
