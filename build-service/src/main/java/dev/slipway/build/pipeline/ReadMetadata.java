package dev.slipway.build.pipeline;

import dev.slipway.engine.Engine;
import dev.slipway.engine.EngineException;
import java.util.Map;

/// Reads what assemble wrote about the image; absent is fine.
final class ReadMetadata {
    private final Engine engine;

    ReadMetadata(Engine engine) {
        this.engine = engine;
    }

    Map<String, String> of(String container) {
        try {
            return engine.files()
                    .read(container, ImageMetadata.PATH, ImageMetadata.LARGEST)
                    .map(ImageMetadata::labels)
                    .orElse(Map.of());
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.TOO_LARGE) {
                throw ImageMetadata.invalid("it is larger than 64 KiB");
            }
            throw e;
        }
    }
}
