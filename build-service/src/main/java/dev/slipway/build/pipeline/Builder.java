package dev.slipway.build.pipeline;

import dev.slipway.build.dependency.DependencyContract;
import dev.slipway.engine.Images.ImageDescription;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A builder image, judged and ready: where the scripts are, where the source goes, what the result inherits.
/// assemble, run and saveArtifacts are absolute paths inside the container; run is null where a runtime image has
/// it, the last one is empty where nobody says where it is, and whether it is there shows when it is run.
/// dependencies is empty for one that declares none, and where assemble is none of the image's own.
record Builder(
        ImageDescription image,
        ScriptSources scripts,
        String destination,
        String assemble,
        String run,
        Optional<String> saveArtifacts,
        Optional<DependencyContract> dependencies) {

    /// Downloaded scripts, by the path at which they are unpacked.
    Map<String, byte[]> downloads() {
        Map<String, byte[]> files = new TreeMap<>();
        scripts.fetched().forEach((name, content) -> files.put(destination + "/scripts/" + name, content));
        return files;
    }
}
