package dev.slipway.build.queue;

import dev.slipway.build.source.SourceUpload;
import dev.slipway.model.assignment.BuildOrder;
import dev.slipway.model.assignment.DockerfileStage;
import dev.slipway.model.assignment.RuntimeStage;
import java.util.List;
import java.util.Map;

/// What is done with the source of one build: which image assembles it, or which Dockerfile is built. Fields as in
/// {@link BuildOrder}.
record BuildPlan(
        String contextDir,
        String builder,
        String builderImage,
        List<String> scripts,
        Map<String, String> sourceEnvironment,
        Map<String, String> contents,
        String previousImage,
        RuntimeStage runtime,
        DockerfileStage dockerfile) {

    static BuildPlan assembled(
            String contextDir,
            Catalogue.Builder builder,
            SourceUpload upload,
            String previousImage,
            RuntimeStage runtime) {
        return new BuildPlan(
                contextDir,
                builder.reference(),
                builder.imageId(),
                upload.scripts(),
                upload.environment(),
                upload.contents().orElse(null),
                previousImage,
                runtime,
                null);
    }

    static BuildPlan of(String contextDir, DockerfileStage dockerfile) {
        return new BuildPlan(
                contextDir,
                BuildOrder.DOCKERFILE,
                BuildOrder.DOCKERFILE,
                List.of(),
                Map.of(),
                null,
                null,
                null,
                dockerfile);
    }
}
