package dev.slipway.model.assignment;

import dev.slipway.model.build.Commit;
import dev.slipway.model.build.PostCommit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A claimed build: answer to POST /node/v1/builds/claims. epoch fences every later word about it. scripts are the
/// S2I scripts found in the source (.s2i/bin), of assemble, run, save-artifacts, assemble-runtime; sourceEnvironment is
/// .s2i/environment and goes into the image; contents are the ids of the contents of what lies in the source's root, by
/// name, "" for what is no plain file, null where they are not known (of an archive, from a platform that does not
/// say); buildEnvironment never does; secrets are the names of those of its
/// variables whose values no log may show, none from a platform that does not say. timeoutMillis is wall clock from
/// the claim. builderImage is an image id that the node offered. clean means that nothing that earlier builds left
/// may be used; false from a platform that does not say. previousImage is the image, on this node, of the build
/// whose artefacts an incremental build starts with; null for none.
/// scriptsUrl is a ScriptsUrl whose scripts win over those of the source and of the image, null for none.
/// postCommit is the check of the new image, null for none; runtime is the image on which that stands, null where it is
/// the builder's. dockerfile is what is built instead of all that, null for S2I; then builder is `dockerfile`, and
/// builderImage names no image, so that a node which does not know this field says that it has no such builder.
/// registries is what those registries are shown from which the images may have to be pulled, of those where the
/// administrators said something.
public record BuildOrder(
        String id,
        int epoch,
        String projectId,
        String project,
        String application,
        int number,
        Commit commit,
        String sourceLocation,
        String contextDir,
        String builder,
        String builderImage,
        List<String> scripts,
        Map<String, String> sourceEnvironment,
        Map<String, String> contents,
        Map<String, String> buildEnvironment,
        Set<String> secrets,
        String user,
        int cpuMillis,
        long memoryBytes,
        long timeoutMillis,
        boolean clean,
        String previousImage,
        String scriptsUrl,
        PostCommit postCommit,
        RuntimeStage runtime,
        DockerfileStage dockerfile,
        List<RegistrySignIn> registries,
        TenantNetwork network) {
    /// The builder of builds that are made of a Dockerfile.
    public static final String DOCKERFILE = "dockerfile";

    public BuildOrder {
        secrets = secrets == null ? Set.of() : Set.copyOf(secrets);
        registries = registries == null ? List.of() : List.copyOf(registries);
    }

    /// What no log may show.
    public List<String> secretValues() {
        return secrets.stream()
                .map(buildEnvironment::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /// The same order in another network.
    public BuildOrder in(TenantNetwork other) {
        return new BuildOrder(
                id,
                epoch,
                projectId,
                project,
                application,
                number,
                commit,
                sourceLocation,
                contextDir,
                builder,
                builderImage,
                scripts,
                sourceEnvironment,
                contents,
                buildEnvironment,
                secrets,
                user,
                cpuMillis,
                memoryBytes,
                timeoutMillis,
                clean,
                previousImage,
                scriptsUrl,
                postCommit,
                runtime,
                dockerfile,
                registries,
                other);
    }
}
