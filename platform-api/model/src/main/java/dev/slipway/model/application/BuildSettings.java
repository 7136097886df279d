package dev.slipway.model.application;

import dev.slipway.model.build.PostCommit;
import dev.slipway.model.resource.Resources;
import java.time.Duration;
import java.util.Objects;

/// How a build of this application is made, what it may use, and how builds follow each other. timeout 10 s to 2 h;
/// user is "project": its own uid; scripts is a ScriptsUrl, null for the source's and the builder's own; postCommit
/// is the check of the new image, null for none; runtimeImage names a builder of the catalogue on whose image the
/// result stands, null for the builder's own, and artifacts what goes there, an ArtifactMapping, null for what that
/// image says; runPolicy is that of applications from before there was a choice where it is null; triggers likewise;
/// commitStatus names the kind of forge that is told of builds, null for none; strategy null means S2I, and the
/// Dockerfile where nothing else is recognised and the project may build it.
public record BuildSettings(
        boolean incremental,
        Duration timeout,
        Resources resources,
        String user,
        String scripts,
        PostCommit postCommit,
        String runtimeImage,
        String artifacts,
        RunPolicy runPolicy,
        Triggers triggers,
        String commitStatus,
        BuildStrategy strategy,
        DockerfileSettings dockerfile) {
    public BuildSettings {
        triggers = triggers == null ? Triggers.NONE : triggers;
        runPolicy = runPolicy == null ? RunPolicy.SERIAL_LATEST_ONLY : runPolicy;
        dockerfile = dockerfile == null ? DockerfileSettings.DEFAULT : dockerfile;
    }

    /// The same by another strategy.
    public BuildSettings by(BuildStrategy other) {
        return new BuildSettings(
                incremental,
                timeout,
                resources,
                user,
                scripts,
                postCommit,
                runtimeImage,
                artifacts,
                runPolicy,
                triggers,
                commitStatus,
                other,
                dockerfile);
    }

    /// What builds the application without being asked. builderImage: another image of the builder that its current
    /// release was built with.
    public record Triggers(boolean builderImage) {
        static final Triggers NONE = new Triggers(false);
    }

    /// Whether both make the same image of the same source.
    public boolean makesSameImage(BuildSettings other) {
        return Objects.equals(scripts, other.scripts)
                && Objects.equals(runtimeImage, other.runtimeImage)
                && Objects.equals(artifacts, other.artifacts)
                && strategy == other.strategy
                && dockerfile.equals(other.dockerfile);
    }
}
