package dev.slipway.platform.git;

import dev.slipway.database.Sql;
import dev.slipway.model.source.GitUrl;
import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.source.SourceCredentials;
import java.util.UUID;

/// The same for every URL.
record FixedCredentials(SourceAccess access) implements SourceCredentials {
    static final FixedCredentials NONE = new FixedCredentials(SourceAccess.NONE);

    @Override
    public SourceAccess of(UUID application, GitUrl url) {
        return access;
    }

    @Override
    public SourceAccess ofSubmodule(UUID application, GitUrl url) {
        return access;
    }

    @Override
    public SourceAccess of(Sql sql, UUID project, String named, GitUrl url) {
        return access;
    }
}
