package dev.slipway.build.pipeline;

import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.build.FailedBuild;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether an image can be built with, asked before any build wants it.
public final class BuilderCheck {
    /// Of a source that brings no scripts of its own.
    private static final ScriptSources OF_THE_IMAGE = new ScriptSources(null, List.of(), Map.of(), false);

    private BuilderCheck() {}

    /// The sentence with which a build would fail; empty where nothing stands against one.
    public static Optional<String> fault(ImageDescription image) {
        try {
            BuilderContract.read(image, OF_THE_IMAGE);
            return Optional.empty();
        } catch (FailedBuild e) {
            return Optional.of(e.getMessage());
        }
    }
}
