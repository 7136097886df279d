package dev.slipway.platform.forge;

import dev.slipway.platform.source.SourceAccess;

/// What a forge is shown for a repository: the token of a credential, and by which certificates it is
/// trusted. The token is in no text that this record makes.
public record ForgeAccess(String credential, String token, SourceAccess trust) {
    @Override
    public String toString() {
        return "the token of credential " + credential;
    }
}
