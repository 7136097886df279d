package dev.slipway.platform.webhook;

import dev.slipway.platform.secret.Sealer;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/// Secrets of webhooks: `slw_` and 32 random bytes in base64url, kept sealed. HMAC needs them whole, so a digest
/// would not do.
@Singleton
class HookSecrets {
    private static final String PREFIX = "slw_";
    private static final int RANDOM_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Sealer sealer;

    HookSecrets(Sealer sealer) {
        this.sealer = sealer;
    }

    /// A secret as it lies in a row, with what it is bound to.
    record Sealed(byte[] text, String context) {}

    String make() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String context(UUID project, UUID application, UUID webhook, int version) {
        return project + "|" + application + "|webhook|" + webhook + "|" + version;
    }

    Sealed seal(String secret, String context) {
        return new Sealed(sealer.seal(secret, context), context);
    }

    String open(Sealed sealed) {
        return sealer.open(sealed.text(), sealed.context());
    }
}
