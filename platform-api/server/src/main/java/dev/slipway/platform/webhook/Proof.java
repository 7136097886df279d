package dev.slipway.platform.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// How a delivery shows that its sender knows the webhook's secret: a header with the secret itself, or with the
/// HMAC-SHA-256 (RFC 2104) of the raw body under it, in lower-case hexadecimal digits.
enum Proof {
    HUB_SIGNATURE_256("X-Hub-Signature-256", "sha256=", true),
    HUB_SIGNATURE("X-Hub-Signature", "sha256=", true),
    GITEA_SIGNATURE("X-Gitea-Signature", "", true),
    FORGEJO_SIGNATURE("X-Forgejo-Signature", "", true),
    GITLAB_TOKEN("X-Gitlab-Token", "", false),
    SLIPWAY_TOKEN("Slipway-Token", "", false),
    BEARER("Authorization", "Bearer ", false);

    private static final String ALGORITHM = "HmacSHA256";

    private final String header;
    private final String prefix;
    private final boolean signed;

    Proof(String header, String prefix, boolean signed) {
        this.header = header;
        this.prefix = prefix;
        this.signed = signed;
    }

    String header() {
        return header;
    }

    /// Whether it is of the body, so that nobody could change that on the way.
    boolean signed() {
        return signed;
    }

    /// The proof of one of the secrets in one of the ways taken, if there is one. As much work whatever is sent,
    /// whichever ways are taken and however wrong it is: each secret signs the body, and everything is compared, in
    /// constant time.
    static Optional<Proof> of(List<Proof> taken, UnaryOperator<String> headers, byte[] body, List<String> secrets) {
        Optional<Proof> found = Optional.empty();
        for (String secret : secrets) {
            String signature = signature(secret, body);
            for (Proof proof : values()) {
                boolean equal = equal(headers.apply(proof.header), proof.prefix + (proof.signed ? signature : secret));
                found = equal & taken.contains(proof) ? Optional.of(proof) : found;
            }
        }
        return found;
    }

    static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean equal(String given, String wanted) {
        return MessageDigest.isEqual(
                (given == null ? "" : given).getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }
}
