package dev.slipway.platform.source;

import dev.slipway.database.Sql;
import dev.slipway.model.source.GitUrl;
import java.util.UUID;

/// Where the credentials for Git URLs come from. All throw FailedBuild with SourceCredentialUnusable where the one
/// that is named is not there, is for other URLs or does not open.
public interface SourceCredentials {

    /// For the mirror of an application: the credential that its source names, else the one for the longest part of
    /// the URL.
    SourceAccess of(UUID application, GitUrl url);

    /// For a submodule of an application's source: the credential for the longest part of the submodule's own URL,
    /// whatever the source names.
    SourceAccess ofSubmodule(UUID application, GitUrl url);

    /// As for the mirror, for a source that no application has yet; named is null where none is named.
    SourceAccess of(Sql sql, UUID project, String named, GitUrl url);
}
