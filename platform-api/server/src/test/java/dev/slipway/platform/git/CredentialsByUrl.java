package dev.slipway.platform.git;

import dev.slipway.database.Sql;
import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.UrlPrefix;
import dev.slipway.platform.source.SourceAccess;
import dev.slipway.platform.source.SourceAccess.SignIn;
import dev.slipway.platform.source.SourceCredentials;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The passwords of the user ada, by what lies below which URL.
record CredentialsByUrl(Map<String, String> passwords) implements SourceCredentials {

    @Override
    public SourceAccess of(UUID application, GitUrl url) {
        throw new AssertionError("the credential of the source is for the source");
    }

    @Override
    public SourceAccess ofSubmodule(UUID application, GitUrl url) {
        return passwords.entrySet().stream()
                .filter(one -> UrlPrefix.parse(one.getKey()).covers(url))
                .map(one -> new SourceAccess(
                        SignIn.basic("ada", UrlPrefix.parse(one.getKey()), "ada", one.getValue()), null, List.of()))
                .findFirst()
                .orElse(SourceAccess.NONE);
    }

    @Override
    public SourceAccess of(Sql sql, UUID project, String named, GitUrl url) {
        return ofSubmodule(project, url);
    }
}
