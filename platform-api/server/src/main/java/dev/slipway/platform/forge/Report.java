package dev.slipway.platform.forge;

import dev.slipway.model.build.BuildState;
import dev.slipway.model.source.GitUrl;
import java.util.UUID;

/// The state of one build, for the forge where its commit lives. reason is null unless it failed.
record Report(
        UUID build,
        UUID projectId,
        UUID applicationId,
        String project,
        String application,
        int number,
        BuildState state,
        String reason,
        Forge forge,
        GitUrl repository,
        String commit,
        Standing standing) {

    /// The name under which forges keep it apart from what others say of the commit.
    String context() {
        return "slipway/" + project + "/" + application;
    }

    /// At most 140 characters, which is what GitHub takes.
    String description() {
        String text = "Build " + number
                + switch (state) {
                    case QUEUED -> " waits";
                    case RUNNING -> " is running";
                    case SUCCEEDED -> " succeeded";
                    case FAILED -> " failed" + (reason == null ? "" : ": " + reason);
                    case CANCELLED -> " was cancelled";
                };
        return text.length() > 140 ? text.substring(0, 140) : text;
    }

    /// Of its page in the console.
    String page(String platform) {
        return platform + "/console/projects/" + project + "/applications/" + application + "/builds/" + number;
    }
}
