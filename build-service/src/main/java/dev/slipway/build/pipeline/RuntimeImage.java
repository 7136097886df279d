package dev.slipway.build.pipeline;

import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.build.ArtifactMapping.Artifact;
import java.util.List;

/// A runtime image, judged and ready. directory is its working directory, assemble and run are absolute paths inside
/// it; taken is what comes there from the container that assembled, scripts among it.
record RuntimeImage(ImageDescription image, String directory, String assemble, String run, List<Artifact> taken) {

    Base base() {
        return new Base(image, run);
    }

    /// The absolute directories in which that lands, in the same order.
    List<String> directories() {
        return taken.stream()
                .map(artifact -> below(directory, artifact.directory()))
                .toList();
    }

    static String below(String directory, String path) {
        return path.equals(".") ? directory : (directory.equals("/") ? "" : directory) + "/" + path;
    }
}
