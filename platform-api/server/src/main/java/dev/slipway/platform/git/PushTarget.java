package dev.slipway.platform.git;

import java.util.UUID;

/// The application behind a repository, opened for one user. deployBranch is the short name of the branch whose
/// pushes build (`main`); null where builds come from a Git URL, and then nobody pushes. user is the name of who
/// asks.
public record PushTarget(
        UUID projectId, UUID applicationId, String project, String application, String deployBranch, String user) {}
