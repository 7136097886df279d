package dev.slipway.platform.forge;

import dev.slipway.model.source.GitUrl;
import java.util.Optional;
import java.util.UUID;

/// Where tokens for forges come from.
public interface ForgeTokens {

    /// Of the credential that the application's source names, else of the one for the longest part of
    /// the repository's URL; empty where there is none of the type token. Throws FailedBuild where the
    /// named one is not there, is for others, or does not open.
    Optional<ForgeAccess> ofForge(UUID application, GitUrl repository);
}
