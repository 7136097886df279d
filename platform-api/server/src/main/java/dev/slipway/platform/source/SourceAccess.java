package dev.slipway.platform.source;

import dev.slipway.model.source.GitUrl;
import dev.slipway.model.source.UrlPrefix;
import dev.slipway.platform.ssh.KnownHosts;
import dev.slipway.platform.ssh.SshKey;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// What one conversation with a Git server may use besides what all may: signIn is null where nothing is
/// shown by HTTP, key where nothing is by ssh; host is where authorities are trusted too, null where
/// there are none.
public record SourceAccess(SignIn signIn, UrlPrefix host, List<X509Certificate> authorities, Key key) {
    /// As a stranger, by the usual certificates.
    public static final SourceAccess NONE = new SourceAccess(null, null, List.of(), null);

    public SourceAccess {
        authorities = List.copyOf(authorities);
    }

    /// What a credential says of itself, for URLs below its own and no others. authorization is the header's value and
    /// is in no text that this record makes.
    public record SignIn(String credential, UrlPrefix below, String authorization) {

        /// By RFC 7617, in UTF-8.
        public static SignIn basic(String credential, UrlPrefix below, String user, String password) {
            byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return new SignIn(credential, below, "Basic " + Base64.getEncoder().encodeToString(pair));
        }

        @Override
        public String toString() {
            return "credential " + credential + " for " + below;
        }
    }

    /// A key, for URLs below its own and no others, and the keys that the host is known by.
    public record Key(String credential, UrlPrefix below, SshKey key, KnownHosts known) {}

    /// By HTTP.
    public SourceAccess(SignIn signIn, UrlPrefix host, List<X509Certificate> authorities) {
        this(signIn, host, authorities, null);
    }

    /// By ssh.
    public static SourceAccess of(Key key) {
        return new SourceAccess(null, null, List.of(), key);
    }

    /// The name of the credential, null where none is shown.
    public String credential() {
        if (key != null) {
            return key.credential();
        }
        return signIn == null ? null : signIn.credential();
    }

    Optional<SignIn> shownTo(GitUrl url) {
        return Optional.ofNullable(signIn).filter(one -> one.below().covers(url));
    }
}
