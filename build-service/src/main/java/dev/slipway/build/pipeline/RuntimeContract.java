package dev.slipway.build.pipeline;

import dev.slipway.engine.Images.ImageDescription;
import dev.slipway.model.assignment.RuntimeStage;
import dev.slipway.model.build.ArtifactMapping;
import dev.slipway.model.build.ArtifactMapping.Artifact;
import dev.slipway.model.build.FailedBuild;
import dev.slipway.model.build.FailureReason;
import java.util.List;
import java.util.stream.Stream;

/// What an image must say to be what a build's result stands on, and what it says.
final class RuntimeContract {
    private static final String KIND = "runtime";
    private static final String SCRIPTS = "scripts";
    private static final String INPUT_FILES = "io.openshift.s2i.assemble-input-files";

    private RuntimeContract() {}

    /// destination is where the builder has its scripts unpacked. Throws FailedBuild UserNotAllowed,
    /// InstallScriptsFailed or InvalidArtifactsMapping.
    static RuntimeImage read(ImageDescription image, RuntimeStage stage, ScriptSources scripts, String destination) {
        BuilderContract.checkUsers(KIND, image, "io.openshift.s2i.assemble-runtime-user");
        String directory = image.workingDirectory().isEmpty() ? "/" : image.workingDirectory();
        List<Artifact> mapped = mapping(image, stage).artifacts();
        return new RuntimeImage(
                image,
                directory,
                BuilderContract.path(
                        KIND, ScriptSources.ASSEMBLE_RUNTIME, image, scripts, RuntimeImage.below(directory, SCRIPTS)),
                BuilderContract.path(KIND, ScriptSources.RUN, image, scripts, RuntimeImage.below(directory, SCRIPTS)),
                Stream.concat(mapped.stream(), scripts(scripts, destination)).toList());
    }

    private static ArtifactMapping mapping(ImageDescription image, RuntimeStage stage) {
        String label = image.labels().getOrDefault(INPUT_FILES, "");
        boolean said = stage.artifacts() != null;
        String where = said
                ? "build.artifacts"
                : "The label " + INPUT_FILES + " of the runtime image " + BuilderContract.name(image);
        if (!said && label.isBlank()) {
            throw new FailedBuild(
                    FailureReason.InvalidArtifactsMapping,
                    "Neither build.artifacts nor the label " + INPUT_FILES + " of the runtime image "
                            + BuilderContract.name(image) + " says what goes into it.");
        }
        try {
            return ArtifactMapping.parse(said ? stage.artifacts() : label);
        } catch (IllegalArgumentException e) {
            throw new FailedBuild(FailureReason.InvalidArtifactsMapping, where + " " + e.getMessage() + ".");
        }
    }

    private static Stream<Artifact> scripts(ScriptSources scripts, String destination) {
        return scripts.ofRuntime().stream()
                .filter(scripts::unpacked)
                .map(script -> new Artifact(destination + "/scripts/" + script, SCRIPTS));
    }
}
