package dev.slipway.platform.identity;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes passwords with Argon2id (RFC 9106) at OWASP's minimum: 19 MiB, two passes, one lane.
/// At most four at once: each takes its memory, and sign-in must not be a way to exhaust it.
@Singleton
public class Passwords {
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final String FORM = "argon2id";

    private final SecureRandom random = new SecureRandom();
    private final Semaphore atOnce = new Semaphore(4);

    /// `argon2id$<memory KiB>$<passes>$<salt>$<hash>`, so that parameters can change and old hashes still verify.
    public String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return String.join(
                "$",
                FORM,
                String.valueOf(MEMORY_KIB),
                String.valueOf(PASSES),
                encoder.encodeToString(salt),
                encoder.encodeToString(derived(password, salt, MEMORY_KIB, PASSES)));
    }

    /// Takes as long for an unknown user (hash null) as for a known one.
    public boolean matches(String password, String hash) {
        if (hash == null) {
            derived(password, new byte[SALT_BYTES], MEMORY_KIB, PASSES);
            return false;
        }
        String[] parts = hash.split("\\$");
        byte[] salt = Base64.getDecoder().decode(parts[3]);
        byte[] expected = Base64.getDecoder().decode(parts[4]);
        return MessageDigest.isEqual(
                expected, derived(password, salt, Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
    }

    private byte[] derived(String password, byte[] salt, int memory, int passes) {
        atOnce.acquireUninterruptibly();
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withMemoryAsKB(memory)
                    .withIterations(passes)
                    .withParallelism(1)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[HASH_BYTES];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            atOnce.release();
        }
    }
}
