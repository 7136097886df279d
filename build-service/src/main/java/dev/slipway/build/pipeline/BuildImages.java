package dev.slipway.build.pipeline;

import java.util.Optional;

/// The images of one build: where it assembles, and where what it made goes, empty where that is the same.
record BuildImages(Builder builder, Optional<RuntimeImage> runtime) {

    Base base() {
        return runtime.map(RuntimeImage::base).orElseGet(() -> new Base(builder.image(), builder.run()));
    }
}
