package dev.slipway.platform.credential;

import dev.slipway.platform.source.Certificates;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// A credential as members see it. secretVersion counts the secrets that it had; usedBy names the
/// applications whose sources name it; warnings tell what is allowed and unwise. publicKey is the line
/// that the Git server is given, hostKeys are fingerprints of what its host is known by; null and empty
/// for other types.
public record CredentialAnswer(
        String name,
        String type,
        String url,
        String username,
        int secretVersion,
        Instant secretChangedAt,
        List<Authority> ca,
        String publicKey,
        List<String> hostKeys,
        List<String> usedBy,
        List<String> warnings,
        long version,
        Instant createdAt,
        String createdBy) {

    /// A certificate that is trusted for the host besides the usual ones; sha256 is its fingerprint in hexadecimal
    /// digits.
    public record Authority(String subject, Instant notBefore, Instant notAfter, String sha256) {
        static Authority of(X509Certificate certificate) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
                return new Authority(
                        certificate.getSubjectX500Principal().getName(),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant(),
                        HexFormat.of().formatHex(digest));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static CredentialAnswer of(Credential credential) {
        return new CredentialAnswer(
                credential.name(),
                CredentialForm.word(credential.type()),
                credential.below().toString(),
                credential.username(),
                credential.secretVersion(),
                credential.secretChangedAt(),
                credential.ca() == null
                        ? List.of()
                        : Certificates.parse(credential.ca()).stream()
                                .map(Authority::of)
                                .toList(),
                credential.publicKey(),
                credential.known().fingerprints(),
                credential.usedBy(),
                warnings(credential),
                credential.version(),
                credential.createdAt(),
                credential.createdBy());
    }

    private static List<String> warnings(Credential credential) {
        if (credential.below().scheme().equals("http")) {
            return List.of("Over http everybody on the way can read the secret.");
        }
        return credential.type() == Credential.Type.SSH && credential.knownHosts() == null
                ? List.of("Without knownHosts the host is refused; a source check shows the key that it presents.")
                : List.of();
    }
}
