package dev.slipway.model.application;

import dev.slipway.model.build.PostCommit;
import dev.slipway.model.resource.Resources;
import java.time.Duration;

/// How a build of this application is made and what it may use. timeout 10 s to 2 h; user is "project": its own
/// uid; scripts is a ScriptsUrl, null for the source's and the builder's own; postCommit is the check of the new image,
/// null for none.
public record BuildSettings(
        boolean incremental,
        Duration timeout,
        Resources resources,
        String user,
        String scripts,
        PostCommit postCommit) {}
